# Makes NotoSans-*.ttf in this folder: Noto Sans cut to Latin, Greek, Cyrillic and signs, without hints.
# Needs fonttools and Debian's package fonts-noto-core.
from fontTools import subset
from fontTools.ttLib import TTFont

KEPT = [(0x20, 0x250), (0x2B0, 0x400), (0x400, 0x530), (0x1E00, 0x2000), (0x2000, 0x2070), (0x2070, 0x20D0),
        (0x2100, 0x2150), (0x2150, 0x2190), (0x2190, 0x2300), (0x25A0, 0x2700), (0xFFFD, 0xFFFE)]

for style in ["Regular", "Bold", "Italic", "BoldItalic"]:
    font = TTFont(f"/usr/share/fonts/truetype/noto/NotoSans-{style}.ttf", recalcTimestamp=False)
    options = subset.Options()
    options.layout_features = ["kern", "mark", "mkmk", "ccmp", "locl"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.glyph_names = False
    options.hinting = False
    cut = subset.Subsetter(options)
    cut.populate(unicodes=[code for start, end in KEPT for code in range(start, end)])
    cut.subset(font)
    font.save(f"NotoSans-{style}.ttf")
