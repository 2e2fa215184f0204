# Makes InterOffice-*.otf in this folder: Inter with tabular digits, cut to Latin, Greek, Cyrillic and signs.
from fontTools.ttLib import TTFont
from fontTools import subset
for w in ["Regular","Medium","SemiBold"]:
    f=TTFont(f"/usr/share/fonts/opentype/inter/Inter-{w}.otf")
    gsub=f["GSUB"].table
    idx=set()
    for r in gsub.FeatureList.FeatureRecord:
        if r.FeatureTag=="tnum": idx.update(r.Feature.LookupListIndex)
    m={}
    for i in idx:
        for st in gsub.LookupList.Lookup[i].SubTable:
            if hasattr(st,"ExtSubTable"): st=st.ExtSubTable
            if hasattr(st,"mapping"): m.update(st.mapping)
    n=0
    digits={ord(c) for c in "0123456789"}
    for t in f["cmap"].tables:
        for cp,g in list(t.cmap.items()):
            if cp in digits and g in m:
                t.cmap[cp]=m[g]; n+=1
    for rec in f["name"].names:
        s=rec.toUnicode()
        if rec.nameID in (1,3,4,6,16):
            rec.string=s.replace("Inter","Inter Office" if rec.nameID!=6 else "InterOffice",1)
    # CFF names
    cff=f["CFF "].cff; cff.fontNames[0]=f"InterOffice-{w}"
    o=subset.Options(); o.layout_features=["kern","mark","mkmk","ccmp","locl","calt","liga"]; o.name_IDs=["*"]; o.notdef_outline=True; o.glyph_names=False
    s=subset.Subsetter(o)
    s.populate(unicodes=list(range(0x20,0x250))+list(range(0x2B0,0x370))+list(range(0x370,0x400))+list(range(0x400,0x530))+list(range(0x1E00,0x2000))+list(range(0x2000,0x2070))+list(range(0x20A0,0x20D0))+list(range(0x2100,0x2150))+list(range(0x2190,0x2200))+[0x2212,0x2260,0x2264,0x2265,0x2248,0x23CE,0x25B2,0x25BC,0x25CF,0x2605,0x2713,0x2715])
    s.subset(f)
    f.save(f"InterOffice-{w}.otf")
