"""Files that people have (text, Markdown, HTML, PDF, DOCX) as one text with its blocks and what is known of it."""
