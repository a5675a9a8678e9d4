//! Somebody else revised an article meanwhile: their words and the new ones are brought together, paragraph by paragraph
//! and field by field.

use super::{Words, safe_text};
use crate::app::App;
use crate::drafts::{merge_text, whose};
use crate::error::WebError;
use clipsheet_store::{Article, StoreError, find_revision, list_revisions};

/// The words of two, brought together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Together {
    /// What both made of the article. Of a field that both changed it has the newer words, and of a paragraph that both
    /// changed both texts, with lines between that say whose they are.
    pub(crate) words: Words,
    /// The revision that the others' words were made from.
    pub(crate) base: Words,
    /// Paragraphs at which both texts stand.
    pub(crate) conflicts: usize,
    /// Fields that both changed, as the form names them.
    pub(crate) fields: Vec<&'static str>,
}

impl Together {
    /// Whether somebody has to choose before it can be printed.
    pub(crate) fn clashes(&self) -> bool {
        self.conflicts > 0 || !self.fields.is_empty()
    }

    /// What somebody has to choose between, in words; empty for nothing.
    pub(crate) fn clash_words(&self) -> String {
        let texts = match self.conflicts {
            0 => String::new(),
            1 => "In one place both texts stand.".into(),
            many => format!("In {many} places both texts stand."),
        };
        let fields = if self.fields.is_empty() {
            String::new()
        } else {
            format!("Both of you changed the {}.", self.fields.join(" and the "))
        };
        [texts, fields]
            .into_iter()
            .filter(|words| !words.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// Brings an article as it stands together with words that somebody made from its revision `from`.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn bring(
    app: &App,
    name: &str,
    now: &Article,
    from: i64,
    mine: &Words,
) -> Result<Together, WebError> {
    let id = now.headline.id;
    let (base, newest) = app
        .store
        .read(move |conn| {
            Ok((
                find_revision(conn, id, from)?,
                list_revisions(conn, id, i64::MAX, 1)?,
            ))
        })
        .await?;
    let known: Option<Words> = base.and_then(|body| serde_json::from_str(&body).ok());
    // Of a revision that nobody knows all counts as written anew.
    let base = known.clone().unwrap_or_default();
    let theirs = Words::of(now);
    let their_name = newest
        .into_iter()
        .next()
        .map_or_else(|| "somebody else".into(), |revision| revision.who);
    let their_line = if their_name == name {
        // Their own, from another window.
        "What stands in print:".into()
    } else {
        whose(&their_name)
    };
    let before = safe_text(app, &base.html).await?;
    let their_text = safe_text(app, &theirs.html).await?;
    let my_text = safe_text(app, &mine.html).await?;
    let my_line = whose(name);
    let merged = tokio::task::spawn_blocking(move || {
        merge_text(&before, (&their_line, &their_text), (&my_line, &my_text))
    });
    let merged = merged
        .await
        .map_err(|error| StoreError::Internal(error.to_string()))?;
    let (mut words, fields) = bring_fields(known.as_ref(), &theirs, mine);
    words.html = merged.html;
    Ok(Together {
        words,
        base,
        conflicts: merged.conflicts,
        fields,
    })
}

/// Who changed a field has it. Of two who changed it otherwise, the newer words stand, and the field is named: so is each
/// that differs when nobody knows what both were made from.
fn bring_fields(base: Option<&Words>, theirs: &Words, mine: &Words) -> (Words, Vec<&'static str>) {
    let mut words = mine.clone();
    let mut both = Vec::new();
    let is_known = base.is_some();
    let nothing = Words::default();
    let base = base.unwrap_or(&nothing);
    for (name, base, theirs, mine) in [
        (
            "headline",
            &base.headline,
            &theirs.headline,
            &mut words.headline,
        ),
        ("byline", &base.byline, &theirs.byline, &mut words.byline),
        ("language", &base.lang, &theirs.lang, &mut words.lang),
        (
            "source’s date",
            &base.source_date,
            &theirs.source_date,
            &mut words.source_date,
        ),
        (
            "picture",
            &base.picture,
            &theirs.picture,
            &mut words.picture,
        ),
        (
            "picture’s description",
            &base.picture_alt,
            &theirs.picture_alt,
            &mut words.picture_alt,
        ),
        (
            "picture’s caption",
            &base.picture_caption,
            &theirs.picture_caption,
            &mut words.picture_caption,
        ),
    ] {
        if is_known && mine == base {
            mine.clone_from(theirs);
        } else if theirs != mine && !(is_known && theirs == base) {
            both.push(name);
        }
    }
    (words, both)
}

#[cfg(test)]
mod tests {
    use super::{Words, bring_fields};

    #[test]
    fn a_field_is_whose_changed_it_and_one_that_both_changed_is_named() {
        let words = |headline: &str, byline: &str, lang: &str| Words {
            headline: headline.into(),
            byline: byline.into(),
            lang: lang.into(),
            ..Words::default()
        };
        let base = words("Fog", "", "en");
        let theirs = words("Fog lifts", "Ardle", "en");
        let mine = words("Fog thickens", "", "de");
        let (together, both) = bring_fields(Some(&base), &theirs, &mine);
        assert_eq!(together, words("Fog thickens", "Ardle", "de"));
        assert_eq!(both, ["headline"]);
        let (together, both) = bring_fields(Some(&base), &theirs, &theirs);
        assert_eq!((together, both.len()), (theirs.clone(), 0));
        // Emptied by one, and nobody knows from what: it stays empty, and is asked about.
        let emptied = words("Fog lifts", "", "en");
        let (together, both) = bring_fields(None, &theirs, &emptied);
        assert_eq!((together, both), (emptied, vec!["byline"]));
    }
}
