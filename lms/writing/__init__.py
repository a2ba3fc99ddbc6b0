"""Writing: what trainers write with, wherever they write.

Owns pictures (uploaded by staff, made small by the worker, shown to anybody who has the address), Markdown with
pictures in it, the live preview, and differences between two texts. Does not own the texts.

Words: Picture (*Ảnh*) · Description (*Mô tả ảnh*).
"""
