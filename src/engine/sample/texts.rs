//! The words of the sample office: firms, people, goods. All of them are invented; each text is Lithuanian and English.

/// A text in both languages.
pub type Text = (&'static str, &'static str);

/// A firm: name, group, category, city, street, postal code.
pub struct Firm {
    pub name: &'static str,
    /// Index into [`GROUPS`].
    pub group: usize,
    /// Index into [`CATEGORIES`], if it has one.
    pub category: Option<usize>,
    pub city: &'static str,
    pub address: &'static str,
    pub postal_code: &'static str,
    /// What its addresses on the net end with.
    pub domain: &'static str,
}

const fn firm(
    name: &'static str,
    group: usize,
    category: Option<usize>,
    city: &'static str,
    address: &'static str,
    postal_code: &'static str,
    domain: &'static str,
) -> Firm {
    Firm { name, group, category, city, address, postal_code, domain }
}

/// Groups of clients, each with its parent's place in this list.
pub const GROUPS: [(Text, Option<usize>); 6] = [
    (("Verslo klientai", "Business clients"), None),
    (("Viešbučiai ir kavinės", "Hotels and cafés"), Some(0)),
    (("Biurai ir salonai", "Offices and salons"), Some(0)),
    (("Privatūs klientai", "Private clients"), None),
    (("Kaunas", "Kaunas"), Some(3)),
    (("Kiti miestai", "Other towns"), Some(3)),
];

/// The delivered categories that the sample uses, by their names.
pub const CATEGORIES: [Text; 3] = [("Nuolatinis", "Regular"), ("Svarbus", "Key"), ("Didmena", "Wholesale")];

pub const FIRMS: [Firm; 26] = [
    firm(
        "UAB „Nemuno kranto viešbutis“",
        1,
        Some(1),
        "Kaunas",
        "Karaliaus Mindaugo pr. 38",
        "LT-44307",
        "nemunokrantas",
    ),
    firm("UAB „Senamiesčio kepyklėlė“", 1, Some(0), "Vilnius", "Pilies g. 14", "LT-01123", "senamiesciokepykla"),
    firm("MB „Pelėdos kavinė“", 1, None, "Kaunas", "Laisvės al. 61", "LT-44304", "peledoskavine"),
    firm("UAB „Jūros vėjas“", 1, Some(1), "Klaipėda", "Naujojo Sodo g. 1", "LT-92118", "jurosvejas"),
    firm("VšĮ „Kopų svečių namai“", 1, None, "Neringa", "Taikos g. 22", "LT-93121", "kopunamai"),
    firm("UAB „Šilo sodyba“", 1, Some(0), "Druskininkai", "Vytauto g. 9", "LT-66165", "silosodyba"),
    firm("IĮ „Rugelio duona“", 1, None, "Utena", "J. Basanavičiaus g. 52", "LT-28214", "rugelioduona"),
    firm("UAB „Teisės slėnis“", 2, Some(0), "Vilnius", "Gedimino pr. 20", "LT-01103", "teisesslenis"),
    firm(
        "Advokatų profesinė bendrija „Žemaitis ir partneriai“",
        2,
        Some(1),
        "Kaunas",
        "Donelaičio g. 62",
        "LT-44248",
        "zemaitis-partneriai",
    ),
    firm("UAB „Balta odontologija“", 2, Some(0), "Kaunas", "Savanorių pr. 214", "LT-50193", "baltaodontologija"),
    firm("MB „Grožio kampas“", 2, None, "Kaunas", "Vytauto pr. 27", "LT-44352", "groziokampas"),
    firm("UAB „Garbana“", 2, Some(0), "Šiauliai", "Vilniaus g. 128", "LT-76296", "garbana"),
    firm("UAB „Ąžuolyno klinika“", 2, None, "Kaunas", "Vaižganto g. 12", "LT-44229", "azuolynoklinika"),
    firm("UAB „Skaičių namai“", 2, Some(0), "Panevėžys", "Respublikos g. 44", "LT-35173", "skaiciunamai"),
    firm("UAB „Debesų architektai“", 2, None, "Vilnius", "Kalvarijų g. 99", "LT-08219", "debesuarchitektai"),
    firm("UAB „Šviesos technologijos“", 2, None, "Vilnius", "Saulėtekio al. 15", "LT-10224", "sviesostech"),
    firm("VšĮ „Vaikystės sodas“", 2, Some(0), "Jonava", "Kosmonautų g. 5", "LT-55233", "vaikystessodas"),
    firm("UAB „Baldų galerija“", 0, Some(2), "Vilnius", "Ukmergės g. 308", "LT-12110", "baldugalerija"),
    firm("UAB „Namai ir sodas“", 0, Some(2), "Klaipėda", "Taikos pr. 101", "LT-94198", "namaiirsodas"),
    firm("MB „Vakarų dekoras“", 0, Some(2), "Palanga", "Vytauto g. 72", "LT-00132", "vakarudekoras"),
    firm("UAB „Renovacija plius“", 0, None, "Kaunas", "Raudondvario pl. 131", "LT-47191", "renovacijaplius"),
    firm("UAB „Medžio dirbtuvės“", 0, Some(0), "Marijampolė", "Kauno g. 17", "LT-68179", "medziodirbtuves"),
    firm("AB „Nevėžio statyba“", 0, Some(1), "Panevėžys", "Ramygalos g. 151", "LT-36220", "neveziostatyba"),
    firm("UAB „Langų meistrai“", 0, None, "Alytus", "Naujoji g. 48", "LT-62381", "langumeistrai"),
    firm("UAB „Ramunės viešbutis“", 1, None, "Birštonas", "Algirdo g. 14", "LT-59204", "ramunesviesbutis"),
    firm("UAB „Pajūrio terasa“", 1, None, "Palanga", "J. Basanavičiaus g. 39", "LT-00135", "pajurioterasa"),
];

/// A person: name, whether a woman, city, address, postal code, day of birth (year 0: not known), portrait.
pub struct Someone {
    pub name: &'static str,
    pub city: &'static str,
    pub address: &'static str,
    pub postal_code: &'static str,
    /// Year of birth; 0: not known.
    pub born: i32,
    /// Index into [`PORTRAITS`].
    pub portrait: Option<usize>,
}

const fn someone(
    name: &'static str,
    city: &'static str,
    address: &'static str,
    postal_code: &'static str,
    born: i32,
    portrait: Option<usize>,
) -> Someone {
    Someone { name, city, address, postal_code, born, portrait }
}

pub const PEOPLE: [Someone; 34] = [
    someone("Austėja Žukauskienė", "Kaunas", "Žaliakalnio g. 8", "LT-44235", 1988, Some(0)),
    someone("Jonas Kazlauskas", "Kaunas", "Taikos pr. 41-12", "LT-51312", 1975, Some(7)),
    someone("Giedrė Šimkutė", "Vilnius", "Antakalnio g. 55-3", "LT-10207", 1993, Some(3)),
    someone("Vytautas Stankevičius", "Kaunas", "Vaidoto g. 19", "LT-46392", 1952, Some(8)),
    someone("Monika Adomaitytė", "Kaunas", "Krėvės pr. 82-40", "LT-50359", 1997, Some(2)),
    someone("Darius Urbonas", "Klaipėda", "Liepų g. 30", "LT-92107", 1981, Some(9)),
    someone("Eglė Paulauskaitė", "Šiauliai", "Tilžės g. 112-7", "LT-76300", 1990, Some(4)),
    someone("Birutė Mockienė", "Kaunas", "Partizanų g. 90-15", "LT-50363", 1949, Some(5)),
    someone("Mindaugas Rimkus", "Kaunas", "Šiaurės pr. 6-22", "LT-49217", 1984, Some(10)),
    someone("Kristina Vaitkevičienė", "Panevėžys", "Klaipėdos g. 71-5", "LT-35206", 1979, Some(6)),
    someone("Lukas Petrauskas", "Vilnius", "Žirmūnų g. 68-101", "LT-09124", 1999, Some(11)),
    someone("Aldona Grigienė", "Prienai", "Kęstučio g. 4", "LT-59125", 1956, None),
    someone("Rokas Balčiūnas", "Kaunas", "Savanorių pr. 400-18", "LT-49287", 1992, None),
    someone("Ieva Navickaitė", "Kaunas", "Baltų pr. 33-9", "LT-48196", 1995, None),
    someone("Saulius Butkus", "Garliava", "Vytauto g. 61", "LT-53259", 1968, None),
    someone("Laura Ramanauskienė", "Kaunas", "Prancūzų g. 11-4", "LT-51172", 1986, None),
    someone("Tadas Jakštas", "Kėdainiai", "Basanavičiaus g. 36", "LT-57288", 1983, None),
    someone("Ramunė Sakalauskienė", "Kaunas", "Jonavos g. 204-31", "LT-44132", 1972, None),
    someone("Andrius Morkūnas", "Vilnius", "Ozo g. 10-77", "LT-08200", 1989, None),
    someone("Gintarė Bieliauskaitė", "Marijampolė", "Gedimino g. 7", "LT-68307", 1994, None),
    someone("Arvydas Kairys", "Kaunas", "Veiverių g. 132", "LT-46337", 1961, None),
    someone("Simona Žilinskaitė", "Kaunas", "Karaliaus Mindaugo pr. 9-2", "LT-44295", 1998, None),
    someone("Nijolė Čepaitienė", "Raseiniai", "Vilniaus g. 15", "LT-60151", 1958, None),
    someone("Paulius Gudaitis", "Kaunas", "Kalniečių g. 175-44", "LT-50180", 1987, None),
    someone("Jolanta Baranauskienė", "Jonava", "Žeimių g. 26-8", "LT-55135", 1970, None),
    someone("Edvinas Lapinskas", "Vilnius", "Laisvės pr. 53-60", "LT-05121", 1991, None),
    someone("Rasa Ūsaitė", "Kaunas", "Aukštaičių g. 3-1", "LT-44158", 1985, None),
    someone("Valdas Šerkšnas", "Alytus", "Jurgiškių g. 29", "LT-63205", 1966, None),
    someone("Karolina Drungilaitė", "Kaunas", "Griunvaldo g. 12-16", "LT-44313", 1996, None),
    someone("Mantas Jonaitis", "Kaunas", "Radvilėnų pl. 5-19", "LT-50264", 1990, None),
    someone("Zita Kavaliauskienė", "Ukmergė", "Kauno g. 40", "LT-20119", 1954, None),
    someone("Deividas Tamulis", "Kaunas", "Ašigalio g. 21-7", "LT-49144", 1993, None),
    someone("Viktorija Norkutė", "Klaipėda", "Minijos g. 121-36", "LT-93277", 1992, None),
    someone("Algimantas Vilkas", "Kaunas", "Nemuno g. 2", "LT-44291", 0, None),
];

/// Persons at the firms.
pub const CONTACTS: [(&str, usize); 36] = [
    ("Rūta Jankauskienė", 0),
    ("Marius Gailius", 1),
    ("Inga Stonkutė", 2),
    ("Kęstutis Narkus", 0),
    ("Agnė Dambrauskaitė", 3),
    ("Dalia Račkauskienė", 0),
    ("Egidijus Žiogas", 4),
    ("Sigita Lukšienė", 1),
    ("Nerijus Baužys", 0),
    ("Asta Kudirkaitė", 2),
    ("Ričardas Malinauskas", 0),
    ("Vaida Pocienė", 3),
    ("Liudas Ivanauskas", 1),
    ("Julija Sadauskaitė", 2),
    ("Robertas Vasiliauskas", 0),
    ("Dovilė Kučinskaitė", 5),
    ("Gediminas Zabiela", 4),
    ("Irena Matulionienė", 3),
    ("Aurimas Šapoka", 1),
    ("Jurgita Bružaitė", 0),
    ("Tomas Virbickas", 2),
    ("Lina Dirsytė", 3),
    ("Vilius Pakalnis", 0),
    ("Raimonda Juškienė", 5),
    ("Karolis Venckus", 4),
    ("Neringa Mikalauskienė", 0),
    ("Žilvinas Bagdonas", 1),
    ("Sandra Aleksaitė", 2),
    ("Artūras Sabaliauskas", 0),
    ("Milda Tarasevičiūtė", 3),
    ("Justinas Kybartas", 1),
    ("Odeta Lenkienė", 5),
    ("Eimantas Dailidė", 0),
    ("Gabija Noreikaitė", 2),
    ("Remigijus Uosis", 4),
    ("Skaistė Valaitytė", 3),
];

pub const POSITIONS: [Text; 6] = [
    ("Direktorius", "Director"),
    ("Pirkimų vadybininkas", "Purchasing manager"),
    ("Administratorė", "Administrator"),
    ("Buhalterė", "Accountant"),
    ("Ūkvedys", "Caretaker"),
    ("Rinkodaros vadovė", "Head of marketing"),
];

/// Who works in the sample office: name, position, portrait.
pub const STAFF: [(&str, Text, usize); 3] = [
    ("Rasa Petrauskienė", ("Vadovė", "Director"), 1),
    ("Tomas Jankauskas", ("Vadybininkas", "Sales manager"), 9),
    ("Ieva Kazlauskaitė", ("Administratorė", "Administrator"), 0),
];

/// Categories of goods, each with its parent's place in this list.
pub const PRODUCT_CATEGORIES: [(Text, Option<usize>); 8] = [
    (("Paslaugos", "Services"), None),
    (("Užuolaidos", "Curtains"), None),
    (("Audiniai", "Fabrics"), Some(1)),
    (("Karnizai ir roletai", "Rails and blinds"), Some(1)),
    (("Baldai", "Furniture"), None),
    (("Kėdės ir foteliai", "Chairs"), Some(4)),
    (("Šviestuvai", "Lighting"), None),
    (("Namų smulkmenos", "Home accessories"), None),
];

/// Goods and services: code, name, category, unit, price, cost.
pub const PRODUCTS: [(&str, Text, usize, &str, &str, &str); 26] = [
    ("P-01", ("Interjero konsultacija", "Interior consultation"), 0, "hour", "45", ""),
    ("P-02", ("Matavimas ir sąmata", "Measuring and estimate"), 0, "service", "30", ""),
    ("P-03", ("Užuolaidų siuvimas", "Curtain sewing"), 0, "m", "12.50", "5"),
    ("P-04", ("Karnizų montavimas", "Rail mounting"), 0, "pcs", "25", "8"),
    ("P-05", ("Baldų restauravimas", "Furniture restoration"), 0, "hour", "38", ""),
    ("P-06", ("Pristatymas Kaune", "Delivery in Kaunas"), 0, "service", "15", "6"),
    ("P-07", ("Pristatymas Lietuvoje", "Delivery in Lithuania"), 0, "km", "0.65", "0.30"),
    ("A-10", ("Lininis audinys „Rasa“", "Linen fabric “Rasa”"), 2, "m", "24.90", "13.20"),
    ("A-11", ("Dieninis audinys „Migla“", "Sheer fabric “Migla”"), 2, "m", "16.40", "8.10"),
    ("A-12", ("Naktinis audinys „Tyla“", "Blackout fabric “Tyla”"), 2, "m", "29.80", "16"),
    ("A-13", ("Aksomas „Girios“", "Velvet “Girios”"), 2, "m", "34.50", "19.40"),
    ("K-20", ("Medinis karnizas 2 m", "Wooden rail 2 m"), 3, "pcs", "42", "22"),
    ("K-21", ("Aliumininis bėgelis", "Aluminium track"), 3, "m", "11.90", "5.60"),
    ("K-22", ("Roletas „Diena-naktis“", "Day-night blind"), 3, "pcs", "68", "34"),
    ("B-30", ("Ąžuolinė kėdė „Nida“", "Oak chair “Nida”"), 5, "pcs", "129", "74"),
    ("B-31", ("Fotelis „Ventė“", "Armchair “Ventė”"), 5, "pcs", "389", "231"),
    ("B-32", ("Baro kėdė „Uostas“", "Bar stool “Uostas”"), 5, "pcs", "98", "55"),
    ("B-33", ("Valgomojo stalas „Juodkrantė“", "Dining table “Juodkrantė”"), 4, "pcs", "749", "460"),
    ("B-34", ("Lentyna „Pervalka“", "Shelf “Pervalka”"), 4, "pcs", "215", "128"),
    ("B-35", ("Komoda „Preila“", "Chest of drawers “Preila”"), 4, "pcs", "468", "290"),
    ("S-40", ("Pakabinamas šviestuvas „Lašas“", "Pendant lamp “Lašas”"), 6, "pcs", "89", "47"),
    ("S-41", ("Toršeras „Gandras“", "Floor lamp “Gandras”"), 6, "pcs", "119", "66"),
    ("S-42", ("Stalinė lempa „Pelėda“", "Table lamp “Pelėda”"), 6, "pcs", "59", "31"),
    ("N-50", ("Lininė pagalvėlė", "Linen cushion"), 7, "pcs", "24", "11"),
    ("N-51", ("Vilnonis pledas", "Woollen throw"), 7, "pcs", "65", "36"),
    ("N-52", ("Keraminė vaza", "Ceramic vase"), 7, "pcs", "38", "17"),
];

pub const TAGS: [Text; 4] = [
    ("Rekomendavo kiti", "Recommended"),
    ("Kalėdinė dovana", "Christmas gift"),
    ("Skambinti po pietų", "Call in the afternoon"),
    ("Moka grynaisiais", "Pays cash"),
];

/// What happened: the delivered kind and result, subject, what was agreed.
pub const HAPPENED: [(Text, Text, Text, Text); 14] = [
    (
        CALL,
        AGREED,
        ("Užklausa dėl užuolaidų", "Enquiry about curtains"),
        ("Atsiųs langų išmatavimus, paruošime pasiūlymą.", "Will send the window sizes; we prepare an offer."),
    ),
    (
        CALL,
        AGAIN,
        ("Pristatėme naują kolekciją", "Presented the new collection"),
        ("Prašė priminti po savaitės.", "Asked to be reminded in a week."),
    ),
    (CALL, NO_ANSWER, ("Skambutis dėl užsakymo", "Call about the order"), ("", "")),
    (
        MEETING,
        AGREED,
        ("Matavimas vietoje", "Measuring on site"),
        ("Išmatuoti 4 langai, pasirinktas linas.", "Four windows measured, linen chosen."),
    ),
    (
        MEETING,
        AGREED,
        ("Susitikimas salone", "Meeting in the showroom"),
        ("Išsirinko audinius, laukia sąmatos.", "Chose the fabrics, waits for the estimate."),
    ),
    (LETTER, DONE, ("Išsiųstas pasiūlymas", "Offer sent"), ("", "")),
    (
        LETTER,
        DONE,
        ("Atsakymas į klausimą dėl garantijos", "Answer about the warranty"),
        ("Garantija 24 mėn., sąlygos išsiųstos.", "Warranty of 24 months, terms sent."),
    ),
    (
        DELIVERY,
        DONE,
        ("Pristatyti baldai", "Furniture delivered"),
        ("Priėmė administratorė, pastabų nėra.", "Taken over by the administrator, no remarks."),
    ),
    (
        TASK,
        DONE,
        ("Parinkti audinių pavyzdžius", "Pick fabric samples"),
        ("Nuvežti trys katalogai.", "Three catalogues brought."),
    ),
    (
        CALL,
        REFUSED,
        ("Pasiūlymas atnaujinti interjerą", "Offer to renew the interior"),
        ("Šiemet biudžeto nėra, grįžti kitą pavasarį.", "No budget this year; come back in spring."),
    ),
    (
        CALL,
        AGREED,
        ("Suderintas montavimo laikas", "Mounting time agreed"),
        ("Ketvirtadienį nuo 9 val.", "Thursday from 9."),
    ),
    (
        MEETING,
        DONE,
        ("Karnizų montavimas", "Rail mounting"),
        ("Darbas baigtas, aktas pasirašytas.", "Work finished, act signed."),
    ),
    (
        LETTER,
        AGREED,
        ("Klausimas dėl sąskaitos", "Question about the invoice"),
        ("Apmokės iki mėnesio pabaigos.", "Will pay by the end of the month."),
    ),
    (CALL, DONE, ("Pasveikinimas su gimtadieniu", "Birthday greeting"), ("", "")),
];

/// What is planned: days from today, time, the delivered kind, subject.
pub const PLANNED: [(i64, &str, Text, Text); 22] = [
    (-9, "10:00", CALL, ("Priminti apie neapmokėtą sąskaitą", "Remind of the unpaid invoice")),
    (-3, "", TASK, ("Paruošti sąmatą viešbučio užuolaidoms", "Prepare the estimate for the hotel curtains")),
    (-1, "15:30", CALL, ("Paklausti, ar tiko audinio pavyzdys", "Ask whether the fabric sample suits")),
    (0, "09:30", CALL, ("Suderinti matavimo laiką", "Agree on the time of measuring")),
    (0, "11:00", MEETING, ("Susitikimas salone: svetainės interjeras", "Showroom meeting: living room")),
    (0, "14:00", CALL, ("Pasiūlyti naują šviestuvų kolekciją", "Offer the new lamp collection")),
    (0, "", TASK, ("Užsakyti lininį audinį", "Order the linen fabric")),
    (1, "10:00", CALL, ("Paskambinti dėl sutarties pratęsimo", "Call about renewing the contract")),
    (1, "13:00", DELIVERY, ("Pristatyti fotelį „Ventė“", "Deliver the armchair “Ventė”")),
    (2, "09:00", MEETING, ("Karnizų montavimas", "Rail mounting")),
    (2, "16:00", CALL, ("Aptarti kalėdinį vitrinos dekorą", "Discuss the Christmas window")),
    (3, "", TASK, ("Išsiųsti sveikinimus nuolatiniams klientams", "Send greetings to regular clients")),
    (4, "11:30", MEETING, ("Matavimas naujame biure", "Measuring at the new office")),
    (5, "10:00", CALL, ("Priminti apie pasiūlymą", "Follow up the offer")),
    (7, "14:30", MEETING, ("Pristatyti interjero eskizus", "Present the interior sketches")),
    (8, "", TASK, ("Patikrinti karnizų likučius", "Check the stock of rails")),
    (10, "09:30", DELIVERY, ("Nuvežti kėdes kavinei", "Bring the chairs to the café")),
    (13, "15:00", CALL, ("Aptarti kitų metų kainas", "Discuss next year's prices")),
    (16, "10:00", MEETING, ("Sutarties pasirašymas", "Signing the contract")),
    (20, "", TASK, ("Atnaujinti katalogą svetainėje", "Update the catalogue on the website")),
    (24, "11:00", CALL, ("Pasiteirauti, kaip sekasi po remonto", "Ask how they are after the renovation")),
    (29, "13:30", MEETING, ("Metų apžvalga su pagrindiniu klientu", "Review of the year with a key client")),
];

pub const CALL: Text = ("Skambutis", "Call");
pub const MEETING: Text = ("Susitikimas", "Meeting");
pub const LETTER: Text = ("Laiškas", "Letter");
pub const TASK: Text = ("Užduotis", "Task");
pub const DELIVERY: Text = ("Pristatymas", "Delivery");
pub const AGREED: Text = ("Susitarta", "Agreed");
pub const AGAIN: Text = ("Skambinti vėl", "Call again");
pub const NO_ANSWER: Text = ("Neatsiliepė", "No answer");
pub const REFUSED: Text = ("Atsisakė", "Refused");
pub const DONE: Text = ("Pavyko", "Succeeded");

/// Contracts: title, first day and last day from today (months of 30 days), renewal, state.
pub const CONTRACTS: [(Text, i64, i64, &str, &str); 10] = [
    (("Viešbučio tekstilės priežiūra", "Care of the hotel textiles"), -345, 20, "agreed", "signed"),
    (("Užuolaidų tiekimas kambariams", "Curtains for the rooms"), -200, 165, "none", "signed"),
    (("Interjero priežiūros paslaugos", "Interior care"), -353, 12, "automatic", "signed"),
    (("Biuro įrengimas", "Fitting out the office"), -95, 85, "none", "signed"),
    (("Didmeninis tiekimas", "Wholesale supply"), -300, 430, "automatic", "signed"),
    (("Roletų montavimas ir garantinė priežiūra", "Blinds: mounting and warranty"), -150, 580, "none", "signed"),
    (("Vitrinų dekoravimas", "Window decoration"), -60, 28, "agreed", "signed"),
    (("Kavinės baldų restauravimas", "Restoring the café furniture"), -520, -160, "none", "ended"),
    (("Salono atnaujinimas", "Renewing the salon"), -700, -335, "none", "ended"),
    (("Metinė priežiūra", "Yearly care"), 5, 370, "automatic", "draft"),
];

pub const OFFERS: [(Text, i64, &str); 12] = [
    (("Svečių kambarių užuolaidos", "Guest room curtains"), -410, "accepted"),
    (("Priimamojo baldai", "Reception furniture"), -330, "accepted"),
    (("Kabineto interjeras", "Interior of the study"), -265, "declined"),
    (("Lauko kavinės kėdės", "Chairs for the terrace"), -210, "accepted"),
    (("Langų dekoras mokymų salėje", "Window decoration for the training room"), -160, "declined"),
    (("Šviestuvai salonui", "Lamps for the salon"), -120, "accepted"),
    (("Vaikų kambario užuolaidos", "Curtains for the children's room"), -75, "accepted"),
    (("Restorano salės atnaujinimas", "Renewing the restaurant hall"), -40, "sent"),
    (("Kalėdinis vitrinos dekoras", "Christmas window"), -21, "accepted"),
    (("Svetainės baldai", "Living room furniture"), -12, "sent"),
    (("Roletai biurui", "Blinds for the office"), -6, "sent"),
    (("Naktinės užuolaidos miegamajam", "Blackout curtains for the bedroom"), -1, "draft"),
];

pub const NOTES: [(Text, Text, i64); 5] = [
    (
        ("Idėjos pavasario kolekcijai", "Ideas for the spring collection"),
        (
            "Šviesus linas, samanų žalia, daugiau natūralaus medžio. Pakalbėti su tiekėju dėl naujų atspalvių.",
            "Light linen, moss green, more natural wood. Talk to the supplier about new shades.",
        ),
        -40,
    ),
    (
        ("Ko dažniausiai klausia klientai", "What clients ask most"),
        (
            "Terminas: 10–14 darbo dienų. Skalbimas: 30 °C, lyginti drėgną. Garantija: 24 mėn.",
            "Time: 10–14 working days. Washing: 30 °C, iron damp. Warranty: 24 months.",
        ),
        -150,
    ),
    (
        ("Mugės dalyvio atmintinė", "Checklist for the fair"),
        (
            "Katalogai, vizitinės, pavyzdžių lagaminas, kortelių skaitytuvas.",
            "Catalogues, cards, sample case, card reader.",
        ),
        -75,
    ),
    (
        ("Nuolaidų tvarka", "Rules of discounts"),
        (
            "Nuolatiniams 5 %, svarbiems nuo 1 000 € sumos 7 %, didmenai pagal kainoraštį.",
            "Regular clients 5 %, key clients 7 % from 1,000 €, wholesale by its price list.",
        ),
        -220,
    ),
    (
        ("Montuotojų telefonai", "Phone numbers of the fitters"),
        ("Valdas +370 612 00017, Artūras +370 655 00042", "Valdas +370 612 00017, Artūras +370 655 00042"),
        -300,
    ),
];

pub const WEB_LINKS: [(Text, &str); 5] = [
    (("Audinių tiekėjo užsakymai", "Orders at the fabric supplier"), "https://audiniai.example/uzsakymai"),
    (("Konkurentų salonas", "A competitor's showroom"), "https://langudekoras.example"),
    (("Siuntų sekimas", "Parcel tracking"), "https://siuntos.example"),
    (("PVM mokėtojo patikra", "VAT payer check"), "https://ec.europa.eu/taxation_customs/vies/"),
    (("Parodų kalendorius", "Calendar of fairs"), "https://parodos.example"),
];

/// The drawn portraits.
pub const PORTRAITS: [&[u8]; 12] = [
    include_bytes!("../../../assets/demo/portraits/f1.jpg"),
    include_bytes!("../../../assets/demo/portraits/f2.jpg"),
    include_bytes!("../../../assets/demo/portraits/f3.jpg"),
    include_bytes!("../../../assets/demo/portraits/f4.jpg"),
    include_bytes!("../../../assets/demo/portraits/f5.jpg"),
    include_bytes!("../../../assets/demo/portraits/f6.jpg"),
    include_bytes!("../../../assets/demo/portraits/f7.jpg"),
    include_bytes!("../../../assets/demo/portraits/m1.jpg"),
    include_bytes!("../../../assets/demo/portraits/m2.jpg"),
    include_bytes!("../../../assets/demo/portraits/m3.jpg"),
    include_bytes!("../../../assets/demo/portraits/m4.jpg"),
    include_bytes!("../../../assets/demo/portraits/m5.jpg"),
];
