//! The made set: news of an invented town, edited as other desks and feeds edit, and what only looks alike.
//!
//! Shared by the tests here and by `cargo xtask bench stories`.

/// A news item whose story is known.
pub struct Item {
    /// Items of one story have the same number.
    pub story: usize,
    /// How it was made from the story's original, which is "original".
    pub edit: &'static str,
    pub title: String,
    pub text: String,
}

/// A story of `tarrow.txt`.
struct Story {
    title: String,
    retitle: String,
    retold: Option<(String, String)>,
    paragraphs: Vec<String>,
}

/// Every item of the set: originals, their edits, follow-ups, and issues of serial columns.
pub fn items() -> Vec<Item> {
    let stories = read(include_str!("tarrow.txt"));
    let mut items = Vec::new();
    for (at, story) in stories.iter().enumerate() {
        items.extend(edits(at, story));
    }
    for (more, (title, text)) in serials().into_iter().enumerate() {
        items.push(Item {
            story: stories.len() + more,
            edit: "serial",
            title,
            text,
        });
    }
    items
}

fn read(file: &str) -> Vec<Story> {
    file.split("\n== ")
        .skip(1)
        .map(|block| {
            let mut lines = block.lines().skip(1).filter(|line| !line.is_empty());
            let mut story = Story {
                title: lines.next().unwrap_or_default().to_owned(),
                retitle: String::new(),
                retold: None,
                paragraphs: Vec::new(),
            };
            for line in lines {
                if let Some(title) = line.strip_prefix("> ") {
                    story.retitle = title.to_owned();
                } else if let Some((title, text)) = line
                    .strip_prefix("~ ")
                    .and_then(|line| line.split_once(" | "))
                {
                    story.retold = Some((title.to_owned(), text.to_owned()));
                } else {
                    story.paragraphs.push(line.to_owned());
                }
            }
            story
        })
        .collect()
}

fn edits(at: usize, story: &Story) -> Vec<Item> {
    let whole = story.paragraphs.join("\n\n");
    let first = &story.paragraphs[0];
    let sentences = sentences(&whole);
    let (title, retitle) = (story.title.as_str(), story.retitle.as_str());
    let mut items = Vec::new();
    let mut add = |edit, title: &str, text: &str| {
        items.push(Item {
            story: at,
            edit,
            title: title.to_owned(),
            text: text.to_owned(),
        });
    };
    add("original", title, &whole);
    add("retitled", retitle, &whole);
    add("title only", &format!("{title} - Tarrow Herald"), "");
    add("first paragraph", title, first);
    add("cut and retitled", retitle, first);
    add(
        "first sentence",
        title,
        &format!("{} [...] Read more", sentences[0]),
    );
    let around = [&story.paragraphs[0], &story.paragraphs[2]].map(String::as_str);
    add("cut in the middle", retitle, &around.join("\n"));
    add(
        "quoted",
        &format!("What the others write: {retitle}"),
        &format!(
            "We read the papers of the coast, so that you need not. The Herald has this to say: “{}” We could not \
             have put it better, and did not try. Elsewhere the ferry was late, the herring was dear and the mayor opened a \
             bench.",
            sentences[..sentences.len() - 1].join(" "),
        ),
    );
    add("names", &names(title), &names(&whole));
    add("typography", &title.to_uppercase(), &typography(&whole));
    let turned: Vec<&str> = sentences.iter().rev().copied().collect();
    add("sentence order", title, &turned.join(" "));
    add(
        "wire copy",
        &format!("UPDATE 2: {retitle}"),
        &format!("TARROW (HP) — {whole} (Reporting by HP; editing by the night desk)"),
    );
    add("reworked", title, &reworked(&whole));
    add(
        "with footer",
        retitle,
        &format!(
            "{whole}\n\nThe Tarrow Herald appears every day but Christmas. Subscribe to our newsletter for the best \
             stories of the harbour every morning. Follow us by boat. All rights reserved, copyright Herald Press."
        ),
    );
    add(
        "link list",
        title,
        &format!(
            "Article URL: https://herald.example/{at} Comments URL: https://links.example/item?id={at}17 Points: {} \
             # Comments: {at}",
            at * 3
        ),
    );
    if at.is_multiple_of(3) {
        add(
            "one text for all",
            title,
            "News, views and tides from the harbour of Tarrow, every day at noon, with the sound of the sea. \
             Brought to you by Barnacle and friends.",
        );
    }
    if let Some((title, text)) = &story.retold {
        add("retold", title, text);
    }
    items
}

/// A text's sentences, but for the shortest.
pub fn sentences(text: &str) -> Vec<&str> {
    text.split_inclusive(['.', '。'])
        .map(str::trim)
        .filter(|sentence| sentence.chars().count() > 8)
        .collect()
}

/// Names as a desk in another language might spell them.
pub fn names(text: &str) -> String {
    let mut begins = true;
    text.split(' ')
        .map(|word| {
            let name = !begins && word.starts_with(char::is_uppercase);
            begins = word.ends_with(['.', ':', '"', '\n']);
            if !name {
                return word.to_owned();
            }
            let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            let spelt = bare
                .replace("ow", "au")
                .replace('c', "k")
                .replace('y', "i")
                .replace("th", "t")
                .replace("ee", "i");
            format!("{spelt}e{}", &word[bare.len()..])
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// The same words in other type: quotation marks, dashes, spaces, soft hyphens, letters in two parts.
pub fn typography(text: &str) -> String {
    text.replace('"', "«")
        .replace('\'', "’")
        .replace(", ", " – ")
        .replace("er", "e\u{ad}r")
        .replace('é', "e\u{301}")
        .replace('ö', "o\u{308}")
        .replace(" the ", "\u{a0}the ")
}

/// Every eleventh word another one, every seventeenth gone, as by a hurried sub-editor.
pub fn reworked(text: &str) -> String {
    let mut words: Vec<&str> = Vec::new();
    for (at, word) in text.split(' ').enumerate() {
        match at {
            _ if at % 17 == 16 => {}
            _ if at % 11 == 10 => words.push("indeed"),
            _ => words.push(word),
        }
    }
    words.join(" ")
}

/// SplitMix64.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((value ^ (value >> 31)) % limit.max(1) as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

const DAYS: [&str; 7] = [
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
];

/// Pairs of stories that differ in the one word that matters.
const OPPOSITES: &[[(&str, &str); 2]] = &[
    [
        (
            "Harbour bank raises its rate",
            "The harbour bank has raised its rate by a quarter point, as had been expected. The governor spoke of mud.",
        ),
        (
            "Harbour bank lowers its rate",
            "The harbour bank has lowered its rate by a quarter point, as nobody had expected. The governor spoke of fog.",
        ),
    ],
    [
        (
            "Anchor 08 beat Skerry Rovers in the last minute",
            "Anchor 08 have won the derby against Skerry Rovers. The goal fell in the last minute and into the sea.",
        ),
        (
            "Skerry Rovers beat Anchor 08 after extra time",
            "Skerry Rovers have won the cup match against Anchor 08. The goal fell after extra time, off a gull.",
        ),
    ],
    [
        (
            "Judge finds baker guilty in butter case",
            "A judge has found a baker guilty of buttering on a Sunday. The sentence will follow after breakfast.",
        ),
        (
            "Judge finds baker not guilty, butter returned",
            "The baker who was accused of buttering on a Sunday goes free. The butter was returned to him, melted.",
        ),
    ],
    [
        (
            "Pilot strike begins at midnight",
            "The pilots of Tarrow stop work at midnight. Ships have to find the harbour by smell until further notice.",
        ),
        (
            "Pilot strike ends at midnight",
            "The pilots of Tarrow go back to work at midnight. For two weeks ships had found the harbour by smell.",
        ),
    ],
    [
        (
            "Two hurt as mast falls on bandstand",
            "A mast has fallen on the bandstand at Tarrow pier. Two trombonists were slightly hurt, one in his pride.",
        ),
        (
            "Mast that fell on bandstand had been sawn",
            "The mast that fell on the bandstand had been sawn through. The police suspect a lover of silence.",
        ),
    ],
];

/// Issues of columns that come every day with the same words around other news. None is another.
fn serials() -> Vec<(String, String)> {
    let mut random = Random(0x5EA1);
    let stories = read(include_str!("tarrow.txt"));
    let mut out: Vec<(String, String)> = OPPOSITES
        .iter()
        .flatten()
        .map(|&(title, text)| (title.to_owned(), text.to_owned()))
        .collect();
    for (at, day) in DAYS.into_iter().enumerate() {
        let date = format!("{day}, {} May", at + 3);
        let n = |random: &mut Random, below| random.below(below);
        out.push((
            format!("Fish prices, {date}"),
            format!(
                "Prices at the fish market of Tarrow on {day}, in crowns a kilo: cod {}.{}0, herring {}.{}0, eel \
                 {}.50, plaice {}.20, crab {}. The market is open from six o'clock. Prices are set by the auction and \
                 are given without warranty.",
                n(&mut random, 9), n(&mut random, 9), n(&mut random, 9), n(&mut random, 9),
                n(&mut random, 30), n(&mut random, 12), n(&mut random, 40),
            ),
        ));
        out.push((
            "Tides at Tarrow pier".to_owned(),
            format!(
                "High water {}.{}, {}.{}. Low water {}.{}, {}.{}. All times are local; ask the harbour master before \
                 you walk on the flats.",
                n(&mut random, 12), 10 + n(&mut random, 50), 12 + n(&mut random, 12), 10 + n(&mut random, 50),
                n(&mut random, 12), 10 + n(&mut random, 50), 12 + n(&mut random, 12), 10 + n(&mut random, 50),
            ),
        ));
        let sky = [
            "bright",
            "cloudy",
            "foggy",
            "drizzly",
            "changeable",
            "stormy",
        ];
        let wind = ["west", "east", "north", "south-west", "north-east"];
        out.push((
            format!("The weather for {day}"),
            format!(
                "It will be {} in the morning and {} in the afternoon. The wind blows from the {} at force {}. \
                 Highest temperature {} degrees, lowest {}. Outlook: {}.",
                random.pick(&sky), random.pick(&sky), random.pick(&wind), n(&mut random, 9),
                10 + n(&mut random, 15), n(&mut random, 10), random.pick(&sky),
            ),
        ));
        let ship = ["Margit", "Olga", "Old Tom", "Queen of the Sound"];
        out.push((
            format!("Ferry {} delayed", random.pick(&ship)),
            format!(
                "The ferry {} to Gull Island is {} minutes late because of {}. Passengers are asked to wait in the \
                 hall on the quay. The company apologises for the delay.",
                random.pick(&ship), 10 + n(&mut random, 80), random.pick(&["fog", "seaweed", "a wedding", "low water"]),
            ),
        ));
        let mut news = || stories[n(&mut random, stories.len())].retitle.clone();
        out.push((
            format!("Daily briefing: {}", news()),
            format!(
                "Good morning from the Tarrow Herald. Here is what you need to know before your first coffee. {}. {}. \
                 And: {}. That is all for now; the harbour awaits you.",
                news(), news(), news(),
            ),
        ));
        out.push((
            format!("Crossword No. {}", 4310 + at),
            "Today's puzzle by Barnacle. Print it, solve it, and send us the solution on a postcard.".to_owned(),
        ));
        out.push((
            format!("Lottery numbers of {date}"),
            format!(
                "The winning numbers of the harbour lottery are {}, {}, {}, {} and {}. No warranty is given.",
                n(&mut random, 49), n(&mut random, 49), n(&mut random, 49), n(&mut random, 49), n(&mut random, 49),
            ),
        ));
        let letter = &stories[n(&mut random, stories.len())].paragraphs[2];
        out.push((
            "Letters to the editor".to_owned(),
            format!(
                "Readers write about what moved them this week. Letters may be shortened. A reader from Rope Lane \
                 remarks: {letter}"
            ),
        ));
        let who = [
            "Marta Lind",
            "Otto Grau",
            "Bea Fisk",
            "Sten Aker",
            "Ida Holm",
            "Per Moe",
            "Una Salt",
        ][at];
        out.push((
            format!("{who} dies at {}", 70 + n(&mut random, 30)),
            format!(
                "{who}, {} of Tarrow, has died at the age of {}, the family said. The funeral will be held in the \
                 fishermen's chapel on {day}.",
                random.pick(&["net maker", "pilot", "teacher", "baker"]), 70 + n(&mut random, 30),
            ),
        ));
    }
    out
}
