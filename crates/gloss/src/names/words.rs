//! Words beside a mention that tell what its capital means, sorted. They are chosen by hand, like the names.

/// What has a capital in headlines and at the beginning of sentences, and is nobody's name.
#[rustfmt::skip]
pub(super) const NO_NAMES: &[&str] = &[
    "A", "After", "All", "An", "And", "Are", "As", "At", "Before", "Both", "But", "By", "Can", "Could", "Did", "Do",
    "Does", "During", "Each", "East", "Every", "Few", "For", "From", "Great", "Greater", "Had", "Has", "Have", "He",
    "Her", "Here", "His", "How", "I", "If", "In", "Inside", "Into", "Is", "It", "Its", "Last", "Like", "Many", "More",
    "Most", "Near", "Neither", "New", "Next", "No", "Nor", "North", "Not", "Now", "Of", "Off", "Old", "On", "Once",
    "One", "Only", "Or", "Our", "Out", "Outside", "Over", "Should", "Since", "So", "Some", "South", "Such", "That",
    "The", "Their", "Then", "There", "These", "They", "This", "Those", "Through", "To", "Today", "Tomorrow", "Under",
    "Until", "Up", "Upper", "Was", "We", "Were", "West", "What", "When", "Where", "Which", "While", "Who", "Why",
    "With", "Without", "Would", "Yesterday", "You",
];

/// What sentences begin with before anything, beside [`NO_NAMES`].
#[rustfmt::skip]
pub(super) const OPENERS: &[&str] = &[
    "About", "Above", "Abroad", "Absolutely", "According", "Across", "Add", "Again", "Against", "Ago", "Ah", "Ahead",
    "Allies", "Almost", "Along", "Already", "Also", "Although", "Altogether", "Always", "Amid", "Among", "Another",
    "Any", "Anyone", "Apart", "Apparently", "Arguably", "Around", "Aside", "Ask", "Away", "Back", "Barely", "Be",
    "Because", "Behind", "Being", "Below", "Beneath", "Beside", "Besides", "Between", "Beyond", "Briefly", "Bring",
    "Certainly", "Champions", "Clearly", "Come", "Compare", "Concerning", "Consider", "Crucially", "Currently", "Dear",
    "Debutants", "Despite", "Doubtless", "Down", "Dozens", "Earlier", "Early", "Eight", "Either", "Eleven", "Else",
    "Elsewhere", "Enough", "Equally", "Especially", "Essentially", "Even", "Eventually", "Ever", "Everybody",
    "Everyone", "Everything", "Evidently", "Exactly", "Except", "Far", "Fewer", "First", "Firstly", "Five", "Follow",
    "Formerly", "Fortunately", "Forward", "Four", "Frankly", "Further", "Furthermore", "Generally", "Get", "Give",
    "Given", "Go", "Half", "Hardly", "Hello", "Hence", "Holders", "Hopefully", "Hosts", "However", "Hundreds",
    "Ideally", "Imagine", "Indeed", "Instead", "Ironically", "Just", "Keep", "Largely", "Late", "Lately", "Later",
    "Least", "Leave", "Less", "Let", "Likewise", "Luckily", "Mainland", "Mainly", "Make", "Maybe", "Meantime",
    "Meanwhile", "Meet", "Merely", "Millions", "Moreover", "Mostly", "Much", "Must", "My", "Namely", "Naturally",
    "Nearby", "Nearly", "Neighboring", "Neighbors", "Neighbours", "Never", "Nevertheless", "Newcomers", "Nine",
    "Nobody", "None", "Nonetheless", "Nothing", "Nowadays", "Nowhere", "OK", "Obviously", "Occasionally", "Oddly",
    "Officially", "Often", "Oh", "Onto", "Opponents", "Originally", "Other", "Others", "Otherwise", "Overall",
    "Overnight", "Partly", "Perhaps", "Please", "Plus", "Poor", "Possibly", "Presumably", "Previously", "Privately",
    "Probably", "Publicly", "Put", "Quite", "Rarely", "Rather", "Read", "Really", "Recently", "Regarding", "Regularly",
    "Remember", "Reportedly", "Right", "Rivals", "Roughly", "Round", "Rural", "Sadly", "Same", "Say", "Says", "Second",
    "Secondly", "See", "Seemingly", "Seldom", "Seven", "Several", "Shall", "She", "Shortly", "Significantly",
    "Similarly", "Simply", "Six", "Slowly", "Somehow", "Someone", "Something", "Sometimes", "Somewhere", "Soon",
    "Specifically", "Still", "Strangely", "Strictly", "Suddenly", "Supposedly", "Sure", "Surely", "Take",
    "Technically", "Tell", "Ten", "Than", "Thanks", "Third", "Thirdly", "Though", "Thousands", "Three", "Throughout",
    "Thus", "Till", "Together", "Tonight", "Too", "Toward", "Towards", "Traditionally", "Twelve", "Twice", "Two",
    "Typically", "Ultimately", "Underdogs", "Undoubtedly", "Unfortunately", "Unless", "Unlike", "Upon", "Urban", "Us",
    "Usually", "Very", "Via", "Virtually", "Visit", "Visitors", "Watch", "Well", "Whatever", "Whenever", "Whereas",
    "Wherever", "Whether", "Whose", "Winners", "Within", "Worldwide", "Worse", "Yes", "Yet", "Your",
];

/// Days, months and seasons.
#[rustfmt::skip]
pub(super) const TIMES: &[&str] = &[
    "Apr", "April", "Aug", "August", "Autumn", "Christmas", "Dec", "December", "Easter", "Feb", "February", "Fri",
    "Friday", "Jan", "January", "Jul", "July", "Jun", "June", "Mar", "March", "May", "Mon", "Monday", "Nov",
    "November", "Oct", "October", "Sat", "Saturday", "Sep", "September", "Spring", "Summer", "Sun", "Sunday", "Thu",
    "Thursday", "Tue", "Tuesday", "Wed", "Wednesday", "Winter",
];

/// Peoples, faiths, parties and directions as adjectives. A closed list: by their endings, Brian and Satish were peoples too.
#[rustfmt::skip]
pub(super) const NATIONS: &[&str] = &[
    "Afghan", "African", "Albanian", "Algerian", "American", "Anatolian", "Ancient", "Angolan", "Arab", "Arctic",
    "Argentine", "Argentinian", "Armenian", "Asian", "Atlantic", "Australian", "Austrian", "Azerbaijani", "Bahraini",
    "Baltic", "Bangladeshi", "Basque", "Bavarian", "Belarusian", "Belgian", "Bengali", "Berber", "Bolivian",
    "Bosnian", "Brazilian", "Breton", "British", "Bulgarian", "Burundian", "Californian", "Cambodian", "Cameroonian",
    "Canadian", "Caribbean", "Catalan", "Catholic", "Central", "Chadian", "Chechen", "Chilean", "Christian",
    "Coastal", "Colombian", "Communist", "Congolese", "Cornish", "Croatian", "Cuban", "Cypriot", "Czech", "Danish",
    "Democratic", "Dominican", "Dutch", "Eastern", "Ecuadorian", "Egyptian", "English", "Eritrean", "Estonian",
    "Ethiopian", "European", "Federal", "Filipino", "Finnish", "Flemish", "French", "Frisian", "Gambian", "Georgian",
    "German", "Ghanaian", "Greek", "Guatemalan", "Haitian", "Hindu", "Honduran", "Hungarian", "Icelandic", "Imperial",
    "Indian", "Indonesian", "Iranian", "Iraqi", "Irish", "Islamic", "Israeli", "Italian", "Ivorian", "Jamaican",
    "Jewish", "Jordanian", "Kazakh", "Kenyan", "Korean", "Kosovan", "Kurdish", "Kuwaiti", "Kyrgyz", "Labour",
    "Laotian", "Latin", "Latvian", "Lebanese", "Liberal", "Liberian", "Libyan", "Lithuanian", "Lutheran",
    "Macedonian", "Malawian", "Malay", "Malaysian", "Malian", "Manx", "Maori", "Mauritanian", "Medieval",
    "Mediterranean", "Mexican", "Midwestern", "Modern", "Mongolian", "Montenegrin", "Moroccan", "Mozambican",
    "Muslim", "Namibian", "Nicaraguan", "Nigerian", "Nordic", "Norse", "Northeast", "Northeastern", "Northern",
    "Northwest", "Northwestern", "Norwegian", "Omani", "Orthodox", "Ottoman", "Pacific", "Pakistani", "Palestinian",
    "Panamanian", "Paraguayan", "Parisian", "Persian", "Peruvian", "Polish", "Portuguese", "Protestant", "Prussian",
    "Qatari", "Republican", "Roman", "Romanian", "Russian", "Rwandan", "Saudi", "Saxon", "Scandinavian", "Scots",
    "Scottish", "Senegalese", "Serbian", "Siberian", "Sicilian", "Sikh", "Singaporean", "Slavic", "Slovak", "Slovene",
    "Slovenian", "Somali", "Southeast", "Southeastern", "Southern", "Southwest", "Southwestern", "Soviet", "Spanish",
    "Sudanese", "Swedish", "Swiss", "Syrian", "Taiwanese", "Tajik", "Tanzanian", "Thai", "Tibetan", "Tory",
    "Tunisian", "Turkish", "Turkmen", "Ugandan", "Ukrainian", "Uruguayan", "Uzbek", "Venetian", "Venezuelan",
    "Victorian", "Vietnamese", "Viking", "Welsh", "Western", "Yemeni", "Yugoslav", "Zambian", "Zimbabwean",
];

/// What makes another name of the name before it: a street, a house, a prize.
#[rustfmt::skip]
pub(super) const TAILS: &[&str] = &[
    "AFC", "Abbey", "Academy", "Act", "Airport", "Arena", "Arms", "Association", "Ave", "Avenue", "Award", "Awards",
    "Barracks", "Bay", "Beach", "Bill", "Blvd", "Boulevard", "Bridge", "Broadcasting", "Building", "CF", "Canal",
    "Castle", "Cathedral", "Cemetery", "Center", "Centre", "Church", "Circus", "City", "Clinic", "Close", "Club",
    "Co", "Coast", "College", "Company", "Corporation", "Cottage", "County", "Court", "Crescent", "Cup", "Day",
    "District", "Docks", "Drive", "Estate", "Express", "FC", "FM", "Factory", "Fair", "Falls", "Farm", "Festival",
    "Field", "Forest", "Foundation", "Fund", "Gallery", "Games", "Gardens", "Gate", "Gazette", "GmbH", "Grove",
    "Guardian", "Hall", "Heights", "Herald", "Highway", "Hill", "Hospital", "Hotel", "House", "II", "III", "IV",
    "Inc", "Inn", "Institute", "Institution", "Island", "Jr", "Junction", "Junior", "LLC", "LLP", "Lake", "Lane",
    "League", "Library", "Line", "Lodge", "Ltd", "Marathon", "Market", "Medal", "Memorial", "Mill", "Mills", "Mount",
    "Mountain", "Mountains", "Museum", "News", "Opera", "Orchestra", "PLC", "Palace", "Parade", "Parish", "Park",
    "Parkway", "Partners", "Philharmonic", "Pier", "Place", "Plaza", "Port", "Post", "Press", "Prison", "Prize",
    "Pub", "Quay", "RFC", "Records", "River", "Road", "Rovers", "SC", "School", "Senior", "Society", "Solutions",
    "Sons", "Square", "Sr", "Stadium", "Station", "Stores", "Strait", "Street", "Studios", "Symphony", "TV",
    "Telegraph", "Terrace", "Territory", "Theater", "Theatre", "Theatres", "Times", "Tower", "Town", "Trail",
    "Treaty", "Tribune", "Trophy", "Trust", "UFC", "United", "University", "V", "VI", "VII", "Valley", "Village",
    "Walk", "Wanderers", "Way", "Weekly", "Works", "Zoo",
];

/// What makes another name of an acronym, beside [`TAILS`]: "US Open", "NHS England".
#[rustfmt::skip]
pub(super) const ACRONYM_TAILS: &[&str] = &[
    "Airlines", "Airways", "England", "Open", "Plaza", "Scotland", "Steel", "Today", "Wales", "Women",
];

/// What stands before a thing and not before a person's name.
#[rustfmt::skip]
pub(super) const DETERMINERS: &[&str] = &[
    "a", "all", "an", "another", "any", "both", "each", "either", "every", "few", "five", "four", "her", "his", "its",
    "many", "more", "most", "much", "my", "neither", "no", "other", "our", "own", "several", "some", "such", "that",
    "the", "their", "these", "this", "those", "three", "two", "what", "which", "whose", "your",
];

/// What stands behind a family's name, or a firm's.
#[rustfmt::skip]
pub(super) const FAMILY: &[&str] = &[
    "brothers", "clan", "couple", "dynasty", "estate", "family", "household", "plc", "siblings", "sisters", "twins",
];

/// Common words that are acronyms too, once they are in capitals.
#[rustfmt::skip]
pub(super) const COMMON_WORDS: &[&str] = &[
    "a", "act", "acts", "ad", "ads", "age", "aid", "aids", "all", "am", "an", "and", "are", "as", "at", "be", "bow",
    "but", "by", "can", "cap", "car", "care", "cat", "cats", "dad", "dam", "do", "ear", "ears", "eat", "ego", "end",
    "era", "fan", "far", "fat", "fed", "few", "fit", "fog", "for", "fun", "gas", "get", "go", "god", "gun", "gut",
    "had", "ham", "has", "he", "help", "her", "here", "hers", "him", "his", "hit", "hop", "hope", "hot", "how", "ice",
    "ices", "if", "ill", "in", "ink", "ion", "is", "it", "its", "jam", "jar", "job", "joy", "key", "kid", "kin",
    "kit", "lab", "lad", "lap", "law", "lay", "led", "leg", "let", "lie", "lip", "lit", "log", "lot", "low", "mad",
    "mam", "man", "map", "maps", "mat", "may", "me", "men", "met", "mod", "mud", "mum", "my", "net", "new", "no",
    "nor", "not", "now", "nut", "oar", "oat", "odd", "odds", "ode", "of", "off", "oil", "old", "on", "one", "or",
    "our", "out", "owe", "own", "pad", "pal", "pan", "par", "pat", "paw", "pay", "pea", "peg", "pen", "per", "pet",
    "pie", "pig", "pin", "pins", "pip", "pit", "pop", "pot", "pro", "pub", "pun", "put", "rag", "ran", "rap", "rat",
    "rats", "raw", "red", "rib", "rid", "rim", "rip", "rob", "rod", "rot", "row", "rub", "rug", "rum", "run", "sack",
    "sad", "sam", "san", "sat", "saw", "say", "says", "sea", "see", "set", "she", "sit", "so", "son", "spa", "star",
    "start", "stop", "sun", "tan", "tap", "tar", "tax", "tea", "ten", "the", "they", "tie", "tin", "tip", "tips",
    "to", "toe", "ton", "too", "top", "tow", "toy", "tub", "tug", "two", "up", "us", "use", "used", "uses", "van",
    "vat", "vet", "vow", "war", "wars", "was", "wax", "way", "we", "web", "wet", "who", "why", "wig", "win", "wit",
    "with", "woe", "won", "yam", "yes", "yet", "you",
];

/// What persons do in newspapers.
#[rustfmt::skip]
pub(super) const SAYS: &[&str] = &[
    "added", "adds", "admits", "admitted", "agreed", "argued", "asked", "asks", "claimed", "claims", "complained",
    "confessed", "declined", "denied", "denies", "explained", "explains", "grinned", "insisted", "insists", "joked",
    "laughed", "nodded", "pleaded", "recalled", "recalls", "replied", "replies", "resigned", "said", "says",
    "shouted", "shrugged", "sighed", "smiled", "stated", "tells", "testified", "testifies", "thinks", "told",
    "tweeted", "tweets", "vowed", "whispered", "writes", "wrote",
];

/// Titles that stand before other words as well: "First Turkey sent a bell".
#[rustfmt::skip]
pub(super) const LOOSE_TITLES: &[&str] = &[
    "Attorney", "Chair", "Chief", "Democrat", "Deputy", "Executive", "First", "Foreign", "General", "Interior",
    "Leader", "Prime", "Republican", "Vice",
];

/// What a person is, or a song, right before its name: "the novelist Jordan", "her sister Georgia", "PC Harbour".
#[rustfmt::skip]
pub(super) const CALLINGS: &[&str] = &[
    "DC", "DCI", "DI", "DS", "KC", "MEP", "MP", "MSP", "PC", "QC", "WPC", "actor", "actress", "admiral", "aide",
    "album", "analyst", "artist", "aunt", "author", "baby", "band", "banker", "biographer", "book", "boss",
    "boyfriend", "bride", "broadcaster", "brother", "builder", "businessman", "businesswoman", "butcher", "called",
    "captain", "carpenter", "cat", "champion", "chef", "child", "clerk", "colleague", "columnist", "comedian",
    "composer", "conductor", "constable", "councillor", "cousin", "critic", "cyclist", "dancer", "daughter",
    "defendant", "defender", "designer", "detective", "diver", "doctor", "dog", "drummer", "economist", "editor",
    "engineer", "farmer", "father", "film", "fisherman", "footballer", "forward", "friend", "gardener", "girlfriend",
    "goalkeeper", "golfer", "granddaughter", "grandmother", "grandson", "guitarist", "historian", "horse", "husband",
    "inspector", "jockey", "journalist", "judge", "keeper", "label", "lawyer", "lecturer", "magazine", "magistrate",
    "manager", "mayor", "midfielder", "miner", "model", "mother", "musician", "named", "neighbour", "nephew", "niece",
    "novel", "novelist", "nurse", "officer", "opera", "painter", "passenger", "pensioner", "philosopher",
    "photographer", "physicist", "pianist", "play", "playwright", "plumber", "poet", "pony", "presenter", "producer",
    "prosecutor", "psychologist", "pub", "rapper", "rector", "referee", "reporter", "sailor", "scientist", "sculptor",
    "sergeant", "shopkeeper", "singer", "sister", "skipper", "soldier", "solicitor", "son", "song", "songwriter",
    "spokesman", "spokesperson", "spokeswoman", "striker", "student", "superintendent", "surgeon", "suspect",
    "swimmer", "teacher", "teenager", "tenor", "title", "toddler", "trumpeter", "twin", "uncle", "victim",
    "violinist", "widow", "widower", "wife", "winger", "witness", "writer",
];

/// Relations, beside a name: "Hope's brother", "her daughters, Hope and Paloma".
#[rustfmt::skip]
pub(super) const KIN: &[&str] = &[
    "aunt", "boyfriend", "brother", "brothers", "cousin", "dad", "daughter", "daughters", "father", "fiancé",
    "fiancée", "girlfriend", "grandfather", "grandmother", "husband", "mother", "mum", "nephew", "niece", "parents",
    "sister", "sisters", "son", "sons", "stepfather", "stepmother", "uncle", "widow", "widower", "wife",
];

/// Things that have names of their own: "the ferry Hope".
#[rustfmt::skip]
pub(super) const BEARERS: &[&str] = &[
    "barge", "boat", "brig", "ferry", "frigate", "hamlet", "hurricane", "lifeboat", "liner", "lugger", "mare",
    "racehorse", "schooner", "ship", "stallion", "steamer", "submarine", "tanker", "trawler", "tug", "typhoon",
    "vessel", "village", "yacht",
];

/// What is done to persons, behind *was*: "Harbour was arrested".
#[rustfmt::skip]
pub(super) const DEEDS: &[&str] = &[
    "acquitted", "appointed", "arrested", "born", "charged", "convicted", "cremated", "divorced", "elected",
    "engaged", "fined", "hired", "interviewed", "jailed", "knighted", "married", "promoted", "questioned", "quoted",
    "released", "sacked", "sentenced", "sworn",
];

/// What makes a longer name with *of*: "the University of Bath".
#[rustfmt::skip]
pub(super) const SEATS: &[&str] = &[
    "Archbishop", "Archdeacon", "Bank", "Baron", "Baroness", "Battle", "Bay", "Bishop", "Cape", "Church", "College",
    "Count", "Countess", "Dean", "Diocese", "Duchess", "Duke", "Earl", "Gulf", "Hospital", "House", "Institute",
    "Isle", "Isles", "Journal", "Knights", "Lady", "Lord", "Lords", "Marquess", "Marquis", "Museum", "Order",
    "Palace", "Prince", "Princess", "School", "Siege", "Strait", "Straits", "Theatre", "Tower", "Treaty",
    "University", "Viscount", "War", "Wars",
];

/// Names that are another place's with a direction or a *New* before them: "South Georgia", "Northern Ireland".
#[rustfmt::skip]
pub(super) const DIRECTED: &[&str] = &[
    "Africa", "America", "Asia", "Australia", "Bank", "Britain", "Brunswick", "Caledonia", "Carolina", "Cyprus",
    "Dakota", "Delhi", "Devon", "England", "Europe", "Georgia", "Guinea", "Hampshire", "Haven", "Ireland", "Island",
    "Jersey", "Korea", "Lanarkshire", "London", "Macedonia", "Mexico", "Orleans", "Ossetia", "Plymouth", "Pole",
    "Rhodesia", "Sea", "Sudan", "Sussex", "Timor", "Vietnam", "Virginia", "Wales", "Yemen", "York", "Yorkshire",
    "Zealand",
];

/// Everyday words that say something without a determiner and are nobody's name: "Parliament said".
#[rustfmt::skip]
pub(super) const GATHERINGS: &[&str] = &[
    "army", "business", "clergy", "congress", "council", "court", "government", "history", "industry", "labour",
    "leadership", "legend", "management", "nature", "navy", "parliament", "people", "police", "press", "religion",
    "research", "rumour", "science", "society", "staff", "tradition",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted() {
        for list in [
            NO_NAMES,
            OPENERS,
            TIMES,
            NATIONS,
            TAILS,
            ACRONYM_TAILS,
            DETERMINERS,
            FAMILY,
            COMMON_WORDS,
            SAYS,
            LOOSE_TITLES,
            CALLINGS,
            KIN,
            BEARERS,
            DEEDS,
            SEATS,
            DIRECTED,
            GATHERINGS,
        ] {
            assert!(list.is_sorted());
        }
    }
}
