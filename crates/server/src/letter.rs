//! An edition as a letter: what a mailing list sends in the evening. It has the texts as they are printed, with the glossary's marks
//! in words (`gloss::PrintForm::Letter`), as HTML that mail programs bear and as plain text.

mod address;
mod message;
mod text;

pub use address::{MailAddress, NoAddress};

use crate::app::{App, Paper};
use crate::calendar::date_long;
use crate::chrome::edition_url;
use crate::pages::{absolute, article_url, in_order};
use crate::printing;
use crate::views::{LetterArticle, LetterPage, LetterView};
use askama::Template;
use clipsheet_markup::{SafeHtml, text_blocks};
use clipsheet_store::{
    ArticleText, Day, Headline, Millis, Remark, find_article, latest_edition, list_edition,
    list_remarks,
};

/// So many characters of an article are in a letter, about, unless all of it is wanted. Some mail services cut letters of over 100 kB.
const MOST_CHARS: usize = 3_000;
/// So many characters of all articles, about, unless all is wanted: what comes after that is headlines.
const MOST_CHARS_OF_ALL: usize = 60_000;

/// How much of each article a letter has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Length {
    /// The beginning of a long one, with a link to the rest.
    #[default]
    Short,
    /// All of it.
    Whole,
}

/// An edition, ready to be sent to anybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The edition's date.
    pub day: Day,
    /// The paper's name and the date.
    pub subject: String,
    /// As HTML, with absolute addresses and its styles in it.
    pub html: String,
    /// As plain text in lines of 72 characters, but for addresses, which are not broken.
    pub text: String,
    /// When its last article was printed: the letter's date.
    pub at: Millis,
    /// The paper's name.
    paper: String,
    /// The paper's address on the web.
    public_url: String,
    /// The paper's language, such as `en`.
    language: String,
}

/// Why there is no letter.
#[derive(Debug, thiserror::Error)]
pub enum NoLetter {
    /// Nothing was printed on that day.
    #[error("nothing was printed on {}, so there is no letter to send", date_long(*.0))]
    Nothing(Day),
    /// Nothing was ever printed.
    #[error("nothing is printed yet, so there is no letter to send")]
    NeverAnything,
    /// It cannot be made.
    #[error("{0}")]
    Failed(String),
}

impl From<clipsheet_store::StoreError> for NoLetter {
    fn from(error: clipsheet_store::StoreError) -> Self {
        Self::Failed(error.to_string())
    }
}

/// An article as the store has it.
struct Printed {
    line: Headline,
    text: ArticleText,
    remarks: Vec<Remark>,
}

impl Letter {
    /// Makes the letter of an edition, of the latest when there is no date.
    ///
    /// # Errors
    /// When nothing was printed that day, or the store cannot be read.
    pub async fn of(app: &App, day: Option<Day>, length: Length) -> Result<Self, NoLetter> {
        let paper = app.paper().await?;
        let read = app.store.read(move |conn| {
            let Some(day) = day.map_or_else(|| latest_edition(conn), |day| Ok(Some(day)))? else {
                return Ok(None);
            };
            let mut articles = Vec::new();
            for line in list_edition(conn, day)? {
                if let Some(article) = find_article(conn, line.id)? {
                    articles.push(Printed {
                        text: article.text,
                        remarks: list_remarks(conn, line.id)?,
                        line,
                    });
                }
            }
            Ok(Some((day, articles)))
        });
        let (day, articles) = read.await?.ok_or(NoLetter::NeverAnything)?;
        let last = articles.iter().map(|one| one.line.printed_at).max();
        let at = last.ok_or(NoLetter::Nothing(day))?;
        let view = view(app, &paper, day, &articles, length);
        let html = view
            .render()
            .map_err(|error| NoLetter::Failed(error.to_string()))?;
        Ok(Self {
            day,
            subject: format!("{}: {}", paper.settings.name, date_long(day)),
            html,
            text: text::of(&view),
            at,
            paper: paper.settings.name.clone(),
            public_url: app.public_url.clone(),
            language: paper.settings.language.clone(),
        })
    }
}

fn view(app: &App, paper: &Paper, day: Day, articles: &[Printed], length: Length) -> LetterView {
    let mut numbers: Vec<i64> = articles.iter().map(|one| one.line.page).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut room = match length {
        Length::Short => MOST_CHARS_OF_ALL,
        Length::Whole => usize::MAX,
    };
    let lead = articles.iter().find(|one| one.line.is_lead);
    let lead_id = lead.map(|one| one.line.id);
    let lead = lead.map(|one| article(app, one, length, &mut room));
    let page = |number: i64| {
        let lines = articles.iter().map(|one| &one.line);
        let of_page = lines.filter(|line| line.page == number && Some(line.id) != lead_id);
        let ordered = in_order(paper, of_page.collect());
        let find = |line: &Headline| articles.iter().find(|one| one.line.id == line.id);
        LetterPage {
            title: match paper.page_title(number) {
                "" => format!("Page {number}"),
                title => format!("Page {number}: {title}"),
            },
            articles: ordered
                .into_iter()
                .filter_map(find)
                .map(|one| article(app, one, length, &mut room))
                .collect(),
        }
    };
    let pages: Vec<LetterPage> = numbers.into_iter().map(page).collect();
    LetterView {
        language: paper.settings.language.clone(),
        paper: paper.settings.name.clone(),
        motto: paper.settings.motto.clone(),
        date: date_long(day),
        url: format!("{}{}", app.public_url, edition_url(day)),
        how_url: format!("{}/glossary/how", app.public_url),
        lead,
        pages: pages
            .into_iter()
            .filter(|page| !page.articles.is_empty())
            .collect(),
    }
}

fn article(app: &App, one: &Printed, length: Length, room: &mut usize) -> LetterArticle {
    let line = &one.line;
    let html = printing::as_letter(&app.secrets, line, &one.text, &one.remarks);
    let path = article_url(line.id, &line.slug);
    let (html, text, is_cut) = beginning(&html, length, room);
    LetterArticle {
        headline: line.headline.clone(),
        url: format!("{}{path}", app.public_url),
        source: line.source_tag.clone().unwrap_or_default(),
        area: line.area_name.clone(),
        html: narrow_pictures(&absolute(&html, &app.public_url, &path)),
        text,
        is_cut,
    }
}

/// As many blocks as there is room for; the first always, while there is any. Gives whether something was left out.
fn beginning(html: &SafeHtml, length: Length, room: &mut usize) -> (String, String, bool) {
    let (mut kept, mut text, mut chars) = (String::new(), String::new(), 0);
    for block in text_blocks(html) {
        let long = block.text.chars().count();
        let is_full = match length {
            Length::Short => *room == 0 || (chars > 0 && chars + long > MOST_CHARS),
            Length::Whole => false,
        };
        if is_full {
            return (kept, text, true);
        }
        chars += long;
        *room = room.saturating_sub(long);
        kept.push_str(block.html);
        kept.push('\n');
        text::push_block(&mut text, &block);
    }
    (kept, text, false)
}

/// A mail program knows no style sheet of ours. In what the sanitiser let through a picture always begins so.
fn narrow_pictures(html: &str) -> String {
    html.replace("<img ", "<img style=\"max-width:100%;height:auto\" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clipsheet_markup::{Profile, sanitise};

    #[test]
    fn a_long_article_is_cut_between_its_blocks() {
        let long = format!("<p>{}</p>", "mud ".repeat(400));
        let html = sanitise(&long.repeat(4), Profile::Article, &|_| None);
        let mut room = MOST_CHARS_OF_ALL;
        let (kept, _, is_cut) = beginning(&html, Length::Short, &mut room);
        assert!(is_cut);
        assert_eq!(kept.matches("<p>").count(), kept.matches("</p>").count());
        assert_eq!(kept.matches("<p>").count(), 1);
        assert_eq!(room, MOST_CHARS_OF_ALL - 1_599);
        let (all, _, is_cut) = beginning(&html, Length::Whole, &mut room);
        assert!(!is_cut && all.matches("<p>").count() == 4);
        // One paragraph is there however long it is, unless there is no room at all.
        let html = sanitise(
            &format!("<p>{}</p>", "mud ".repeat(4_000)),
            Profile::Article,
            &|_| None,
        );
        assert!(!beginning(&html, Length::Short, &mut room).2);
        assert_eq!(
            beginning(&html, Length::Short, &mut 0),
            (String::new(), String::new(), true)
        );
    }
}
