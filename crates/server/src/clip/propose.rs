//! What is proposed for a clipping: its page, its area, its dossiers.
//!
//! Page and area are voted for by what is known of the story. Nothing is invented: when the votes do not say it clearly,
//! what the feed says counts, else there is no area yet, and the desk gives it one.

use super::{Clipping, Wishes};
use crate::app::{App, Paper};
use crate::printing::{self, Place};
use clipsheet_markup::SafeHtml;
use clipsheet_store::{
    AreaId, Spot, StoreError, find_dossier, find_source, latest_spots_in_dossier,
    latest_spots_of_source,
};

/// Dossiers under which a clipping is filed by itself, and that have a vote.
const MOST_DOSSIERS: usize = 8;
/// What the desk said of the feed that brought it.
const FEED: f64 = 4.0;
/// Where the dossiers' latest articles stand, all dossiers together.
const DOSSIERS: f64 = 4.0;
/// Where the source's latest articles stand.
const SOURCE: f64 = 3.0;
/// Areas that the text names.
const NAMED: f64 = 1.0;
/// So many articles of a source, or under the dossiers, make its vote a whole one.
const WHOLE_VOTE: usize = 3;
/// Fewer votes are none.
const LEAST: f64 = 0.6;
/// By how much the first must be ahead of the second.
const AHEAD: f64 = 1.5;

/// What is known of a story before it has a place.
pub(super) struct Known<'a> {
    /// The source's name in addresses; empty for an article of somebody's own.
    pub(super) source: &'a str,
    /// The text, untrusted.
    pub(super) html: &'a str,
    /// The same without markup.
    pub(super) text: &'a str,
}

/// Where a story is proposed to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Proposal {
    /// The page: always one of the paper's.
    pub(crate) page: i64,
    /// The area's short name; empty when nothing says it clearly.
    pub(crate) area: String,
}

/// Votes for pages or areas, in the order in which they were first voted for.
struct Votes<K>(Vec<(K, f64)>);

impl<K: PartialEq + Clone> Votes<K> {
    fn new() -> Self {
        Self(Vec::new())
    }

    fn give(&mut self, to: K, weight: f64) {
        match self.0.iter_mut().find(|(key, _)| *key == to) {
            Some((_, votes)) => *votes += weight,
            None => self.0.push((to, weight)),
        }
    }

    /// A vote split by how often each is there; fewer than [`WHOLE_VOTE`] are a smaller vote.
    fn split(&mut self, among: &[K], weight: f64) {
        #[expect(clippy::cast_precision_loss, reason = "a few dozen")]
        let (count, whole) = (among.len() as f64, WHOLE_VOTE as f64);
        for key in among {
            self.give(key.clone(), weight * (count / whole).min(1.0) / count);
        }
    }

    /// Who is clearly ahead.
    fn winner(&self) -> Option<K> {
        let (first, most) = self
            .0
            .iter()
            .max_by(|(_, one), (_, other)| one.total_cmp(other))?;
        let others = self.0.iter().filter(|(key, _)| key != first);
        let second = others.map(|(_, votes)| *votes).fold(0.0, f64::max);
        (*most >= LEAST && *most >= AHEAD * second).then(|| first.clone())
    }
}

/// Page and area for a story. What the editor wishes is not asked here; what the feed says is one vote among others.
pub(super) async fn propose_spot(
    app: &App,
    paper: &Paper,
    known: &Known<'_>,
    wishes: &Wishes,
) -> Result<Proposal, StoreError> {
    let feed_page = wishes
        .feed_page
        .filter(|page| !paper.page_title(*page).is_empty());
    let feed_area = wishes.feed_area.as_deref();
    let feed_area = feed_area.and_then(|slug| paper.areas.iter().find(|area| area.slug == slug));
    let first_page = paper.pages.first().map_or(1, |page| page.number);
    let place = Place {
        day: paper.calendar.day_of(app.now()),
        page: feed_page.unwrap_or(first_page),
        area: feed_area.map(|area| area.slug.clone()).unwrap_or_default(),
    };
    let safe = printing::safe_article(known.html, &|_| None);
    let mentioned = mentioned(app, &safe, &place).await?;
    let source = known.source.to_owned();
    let (of_source, of_dossiers) = app
        .store
        .read(move |conn| {
            let of_source = match find_source(conn, &source)? {
                Some(source) => latest_spots_of_source(conn, source.id)?,
                None => Vec::new(),
            };
            let mut of_dossiers: Vec<Vec<Spot>> = Vec::new();
            for slug in &mentioned {
                if let Some(dossier) = find_dossier(conn, slug)? {
                    of_dossiers.push(latest_spots_in_dossier(conn, dossier.id)?);
                }
            }
            of_dossiers.retain(|spots| !spots.is_empty());
            Ok((of_source, of_dossiers))
        })
        .await?;
    let (mut pages, mut areas) = (Votes::<i64>::new(), Votes::<AreaId>::new());
    feed_page
        .into_iter()
        .for_each(|page| pages.give(page, FEED));
    feed_area
        .into_iter()
        .for_each(|area| areas.give(area.id, FEED));
    #[expect(clippy::cast_precision_loss, reason = "at most eight")]
    let each = DOSSIERS / (of_dossiers.len().max(1) as f64);
    let voters = of_dossiers.iter().map(|spots| (spots, each));
    for (spots, weight) in voters.chain([(&of_source, SOURCE)]) {
        let there: Vec<i64> = spots.iter().map(|spot| spot.page).collect();
        pages.split(&there, weight);
        let there: Vec<AreaId> = spots.iter().map(|spot| spot.area).collect();
        areas.split(&there, weight);
    }
    areas.split(&named(paper, known.text), NAMED);
    // A page that was renumbered away, or an area, is no proposal any more.
    pages
        .0
        .retain(|(page, _)| !paper.page_title(*page).is_empty());
    areas
        .0
        .retain(|(id, _)| paper.areas.iter().any(|area| area.id == *id));
    let area = areas
        .winner()
        .and_then(|id| paper.areas.iter().find(|area| area.id == id));
    Ok(Proposal {
        page: pages.winner().or(feed_page).unwrap_or(first_page),
        area: area
            .or(feed_area)
            .map(|area| area.slug.clone())
            .unwrap_or_default(),
    })
}

/// The areas that a text names, each as often as it does; at least so many times that it counts as a whole vote.
fn named(paper: &Paper, text: &str) -> Vec<AreaId> {
    let text = text.to_lowercase();
    let mut named = Vec::new();
    for area in &paper.areas {
        let count = times_named(&text, &area.name.to_lowercase());
        named.extend(std::iter::repeat_n(area.id, count * WHOLE_VOTE));
    }
    named
}

/// How often a name stands in a text as words of its own, both in small letters.
fn times_named(text: &str, name: &str) -> usize {
    if name.is_empty() {
        return 0;
    }
    let goes_on = |next: Option<char>| next.is_some_and(char::is_alphanumeric);
    let own = |at: usize| {
        let (before, behind) = (&text[..at], &text[at + name.len()..]);
        !goes_on(before.chars().next_back()) && !goes_on(behind.chars().next())
    };
    text.match_indices(name).filter(|(at, _)| own(*at)).count()
}

async fn mentioned(app: &App, safe: &SafeHtml, place: &Place) -> Result<Vec<String>, StoreError> {
    let glossary = app.glossary().await?;
    let mut mentioned = printing::mentioned_dossiers(&glossary, safe, place);
    mentioned.truncate(MOST_DOSSIERS);
    Ok(mentioned)
}

/// What the text mentions, the most often first.
pub(crate) async fn propose_dossiers(
    app: &App,
    paper: &Paper,
    clipping: &Clipping,
) -> Result<Vec<String>, StoreError> {
    let place = Place {
        day: paper.calendar.day_of(app.now()),
        page: clipping.page,
        area: paper
            .area_for(&clipping.area)
            .map(|area| area.slug.clone())
            .unwrap_or_default(),
    };
    let safe = printing::safe_article(&clipping.source_html, &|_| None);
    mentioned(app, &safe, &place).await
}

/// Page, area and dossiers for an article of somebody's own, as far as its text says them.
pub(crate) async fn propose_for_own(
    app: &App,
    paper: &Paper,
    clipping: &mut Clipping,
) -> Result<(), StoreError> {
    let text = clipsheet_intake::plain_text(&clipping.source_html);
    let known = Known {
        source: "",
        html: &clipping.source_html,
        text: &text,
    };
    let spot = propose_spot(app, paper, &known, &Wishes::default()).await?;
    (clipping.page, clipping.area) = (spot.page, spot.area);
    clipping.dossiers = propose_dossiers(app, paper, clipping).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn won(feed: Option<char>, dossiers: &[&str], source: &str, named: &str) -> Option<char> {
        let spots = |text: &str| text.chars().collect::<Vec<char>>();
        let mut votes = Votes::new();
        feed.into_iter().for_each(|area| votes.give(area, FEED));
        #[expect(clippy::cast_precision_loss, reason = "a few")]
        let each = DOSSIERS / dossiers.len().max(1) as f64;
        for of in dossiers {
            votes.split(&spots(of), each);
        }
        votes.split(&spots(source), SOURCE);
        votes.split(&spots(named), NAMED);
        votes.winner()
    }

    #[test]
    fn what_is_clear_is_proposed_and_nothing_else() {
        assert_eq!(won(None, &[], "", ""), None, "nothing is known");
        assert_eq!(won(Some('q'), &[], "", ""), Some('q'), "the feed says it");
        assert_eq!(won(None, &[], "h", ""), Some('h'), "the source's only one");
        assert_eq!(won(None, &[], "qqhh", ""), None, "the source has both");
        assert_eq!(won(None, &[], "", "qqq"), Some('q'), "the text names it");
        assert_eq!(won(None, &[], "", "qhqh"), None, "the text names both");
        assert_eq!(won(None, &["hhhh"], "", ""), Some('h'), "its dossier's");
        assert_eq!(
            won(None, &["hhhh", "qqqq"], "", ""),
            None,
            "two dossiers, two areas"
        );
        assert_eq!(
            won(None, &["hhhh", "qqqq"], "hhh", ""),
            Some('h'),
            "the source decides"
        );
        assert_eq!(
            won(None, &["hhhhh"], "qqq", ""),
            None,
            "dossier against source"
        );
    }

    #[test]
    fn an_area_is_named_by_words_of_its_own() {
        let text = "no woman of the quay, said the quayside’s romanoff: quay, mole-end; “mole end”";
        for (name, times) in [
            ("oman", 0),
            ("roman", 0),
            ("quay", 2),
            ("quayside", 1),
            ("mole", 2),
            ("mole end", 1),
            ("", 0),
        ] {
            assert_eq!(times_named(text, name), times, "{name}");
        }
        assert_eq!(times_named("ärgerlich, das är", "är"), 1);
    }

    #[test]
    fn the_feed_holds_unless_source_and_dossiers_agree_on_another() {
        assert_eq!(
            won(Some('q'), &[], "hhh", ""),
            None,
            "no winner: the feed's"
        );
        assert_eq!(
            won(Some('q'), &["hhh"], "", ""),
            None,
            "no winner: the feed's"
        );
        assert_eq!(won(Some('q'), &["hhh"], "hhh", ""), Some('h'));
        assert_eq!(won(Some('q'), &["qqq"], "hhh", ""), Some('q'));
    }
}
