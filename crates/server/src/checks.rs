//! Sources looked at again, 1, 7 and 30 days after an article was printed: does the page still say what was clipped?
//!
//! What was fetched is kept as evidence beside what was clipped; what is found is marked on the article for staff.

use crate::app::App;
use crate::calendar::counted_len;
use crate::evidence;
use clipsheet_intake::{Extract, FetchError, FetchKind, decode_html, extract};
use clipsheet_store::{
    Article, ArticleId, Evidence, Finding, Millis, SourceCheck, StoreError, StoreResult, Tx,
    add_evidence, claim_source_check, find_article, list_due_checks, list_evidence_of_article,
    note_source_check, retry_source_check,
};
use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

const DAY: i64 = 24 * 3600 * 1000;
/// When a source is looked at, in milliseconds after printing.
const AFTER: [i64; 3] = [DAY, 7 * DAY, 30 * DAY];
/// How often it is looked which are due.
const PAUSE: Duration = Duration::from_secs(60);
/// Sources looked at in one go.
const PART: i64 = 20;
/// How long a look may take until somebody else may try.
const CLAIM: i64 = 3600 * 1000;
/// How often in a row a source that cannot be reached is tried again, a day later each time, before that is a finding: it
/// may be our network that is down, or theirs.
const RETRIES: i64 = 3;
/// Characters of a headline in what is told.
const HEADLINE_CHARS: usize = 200;

/// Notes, in the transaction that prints a clipping, that its source is to be looked at.
pub(crate) fn plan(tx: &mut Tx<'_>, article: ArticleId, now: Millis) -> StoreResult<()> {
    clipsheet_store::plan_source_check(tx, article, now, Millis(now.0 + AFTER[0]))
}

/// When to look after so many looks; none after the last.
fn next_look(printed_at: Millis, looks: i64, now: Millis) -> Option<Millis> {
    let after = AFTER.get(usize::try_from(looks).ok()?)?;
    // A paper that slept for a month looks once, not thrice in a row.
    Some(Millis((printed_at.0 + after).max(now.0 + DAY)))
}

/// Looks beside the answering, for as long as the runtime lasts.
pub(crate) async fn look_for_ever(app: Arc<App>) {
    loop {
        tokio::time::sleep(PAUSE).await;
        if let Err(error) = look_at_due(&app).await {
            tracing::warn!(%error, "sources cannot be looked at");
        }
    }
}

/// Looks at the sources that are due; gives how many were looked at.
///
/// # Errors
/// When the store cannot be used.
pub async fn look_at_due(app: &App) -> StoreResult<usize> {
    let now = app.now();
    let due = app
        .store
        .read(move |conn| list_due_checks(conn, now, PART))
        .await?;
    let mut looked = 0;
    for check in due {
        let claimed = check.clone();
        let until = Millis(now.0 + CLAIM);
        let ours = app
            .store
            .write(move |tx| claim_source_check(tx, &claimed, until))
            .await?;
        if ours {
            look(app, &check).await?;
            looked += 1;
        }
    }
    Ok(looked)
}

async fn look(app: &App, check: &SourceCheck) -> StoreResult<()> {
    let id = check.article;
    let read = app
        .store
        .read(move |conn| Ok((find_article(conn, id)?, list_evidence_of_article(conn, id)?)))
        .await?;
    let (Some(article), evidence) = read else {
        return Ok(());
    };
    let address = article.headline.url.as_deref().map(Url::parse);
    let can_be_asked = matches!(address, Some(Ok(_)));
    let (finding, words) = match address {
        Some(Ok(url)) => ask(app, &article, &evidence, &url).await?,
        // An address that cannot be asked will not become one that can.
        _ => (Finding::Unreachable, "Its address cannot be read.".into()),
    };
    let now = app.now();
    let may_come_back = finding == Finding::Unreachable && check.tries < RETRIES;
    if may_come_back && can_be_asked {
        let words = format!("It could not be reached yet, and is tried again tomorrow: {words}");
        return app
            .store
            .write(move |tx| retry_source_check(tx, id, &words, Millis(now.0 + DAY)))
            .await;
    }
    let next = next_look(check.printed_at, check.looks + 1, now);
    app.store
        .write(move |tx| note_source_check(tx, id, finding, &words, next, now))
        .await
}

/// Asks the source, keeps what it says, and tells what is different.
async fn ask(
    app: &App,
    article: &Article,
    evidence: &[Evidence],
    url: &Url,
) -> StoreResult<(Finding, String)> {
    let fetched = match app.fetcher.get(url, FetchKind::Page).await {
        Ok(fetched) => fetched,
        Err(FetchError::Status { status, .. }) if matches!(status, 404 | 410 | 451) => {
            let words = format!("The source took it away: its server answers with {status}.");
            return Ok((Finding::Gone, words));
        }
        Err(error) => return Ok((Finding::Unreachable, format!("{error}."))),
    };
    if fetched.url.path() == "/" && url.path() != "/" {
        let words = "The source took it away: its address leads to the front page now.";
        return Ok((Finding::Gone, words.into()));
    }
    let is_pasted = |page: &&Evidence| page.content_type.contains(evidence::PASTED);
    let only_pasted = !evidence.is_empty() && evidence.iter().all(|page| is_pasted(&page));
    let then = match evidence.iter().find(|page| !is_pasted(page)) {
        Some(first) => evidence::read(app, &first.hash)
            .await
            .map(|bytes| (bytes, first.content_type.clone())),
        None => None,
    };
    let content_type = fetched.content_type.clone().unwrap_or_default();
    keep(
        app,
        article.headline.id,
        url,
        fetched.body.clone(),
        &content_type,
    )
    .await?;
    if only_pasted {
        let words = "It was pasted: what its source says is kept from now on.";
        return Ok((Finding::Same, words.into()));
    }
    let (at, source_html) = (url.clone(), article.text.source_html.clone());
    let compared = tokio::task::spawn_blocking(move || {
        let now = read_page(&fetched.body, &content_type, &at)?;
        let then = then.and_then(|(bytes, kind)| read_page(&bytes, &kind, &at));
        let (title, text) = match then {
            Some(then) => (then.title, then.text),
            // Clipped before pages were kept: what was stored of it must do.
            None => (None, clipsheet_intake::plain_text(&source_html)),
        };
        Some(differences(
            title.as_deref(),
            &text,
            now.title.as_deref(),
            &now.text,
        ))
    });
    let compared = compared
        .await
        .map_err(|error| StoreError::Internal(error.to_string()))?;
    Ok(compared.unwrap_or_else(|| {
        let words = "There is a page at its address, but no story can be found on it any more.";
        (Finding::Changed, words.into())
    }))
}

fn read_page(bytes: &[u8], content_type: &str, url: &Url) -> Option<Extract> {
    let content_type = Some(content_type).filter(|kind| !kind.is_empty());
    let decoded = decode_html(bytes, content_type).ok()?;
    extract(&decoded.text, Some(url)).ok()
}

async fn keep(
    app: &App,
    article: ArticleId,
    url: &Url,
    page: Vec<u8>,
    content_type: &str,
) -> StoreResult<()> {
    let size_bytes = i64::try_from(page.len()).unwrap_or(i64::MAX);
    let hash = match evidence::keep(app, page).await {
        Ok(hash) => hash,
        Err(error) => {
            // The look is worth more than its record.
            tracing::error!(%error, %url, "a source page cannot be kept");
            return Ok(());
        }
    };
    let new = Evidence {
        hash,
        url: url.to_string(),
        fetched_at: app.now(),
        content_type: content_type.to_owned(),
        size_bytes,
        draft: None,
        article: Some(article),
    };
    app.store.write(move |tx| add_evidence(tx, &new)).await
}

/// What is different, from paragraph to paragraph; spaces and kinds of quotation marks are none.
fn differences(
    old_title: Option<&str>,
    old_text: &str,
    new_title: Option<&str>,
    new_text: &str,
) -> (Finding, String) {
    let mut words = Vec::new();
    if let (Some(old), Some(new)) = (old_title, new_title)
        && plain(old) != plain(new)
    {
        let short = |title: &str| -> String { title.trim().chars().take(HEADLINE_CHARS).collect() };
        words.push(format!(
            "Its headline was “{}” and is now “{}”.",
            short(old),
            short(new)
        ));
    }
    let paragraphs = |text: &str| -> Vec<String> {
        let parts = text.split("\n\n").map(plain);
        parts.filter(|part| !part.is_empty()).collect()
    };
    let (old, new) = (paragraphs(old_text), paragraphs(new_text));
    let missing = |from: &[String], of: &[String]| {
        let there: HashSet<&String> = from.iter().collect();
        of.iter().filter(|part| !there.contains(part)).count()
    };
    let (gone, come) = (missing(&new, &old), missing(&old, &new));
    if gone > 0 {
        let verb = if gone == 1 { "is" } else { "are" };
        words.push(format!(
            "{gone} of its {} {verb} changed or gone.",
            counted_len(old.len(), "paragraph", "paragraphs")
        ));
    }
    if come > gone {
        words.push(counted_len(
            come - gone,
            "paragraph is new.",
            "paragraphs are new.",
        ));
    }
    if words.is_empty() {
        (Finding::Same, "It says what it said.".into())
    } else {
        (Finding::Changed, words.join(" "))
    }
}

/// A text without what is no difference: runs of spaces, kinds of quotation marks and dashes.
fn plain(text: &str) -> String {
    let folded: String = text
        .chars()
        .map(|c| match c {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' | '‚' => '\'',
            '–' | '—' | '‑' => '-',
            c => c,
        })
        .collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_looked_thrice_and_a_sleeping_paper_does_not_hurry() {
        let printed = Millis(1_000_000);
        let at = |days: i64| Millis(printed.0 + days * DAY);
        assert_eq!(next_look(printed, 0, printed), Some(at(1)));
        assert_eq!(next_look(printed, 1, at(1)), Some(at(7)));
        assert_eq!(next_look(printed, 2, at(7)), Some(at(30)));
        assert_eq!(next_look(printed, 3, at(30)), None);
        assert_eq!(next_look(printed, 1, at(60)), Some(at(61)));
    }

    #[test]
    fn differences_are_told_in_words() {
        let text = "One \u{201c}two\u{201d} three.\n\nFour.\n\nFive.";
        let same = differences(
            Some("A  title"),
            text,
            Some("A title"),
            "One \"two\" three.\n\nFour.\n\nFive.",
        );
        assert_eq!(same.0, Finding::Same);
        let (finding, words) = differences(Some("Horn lost"), text, Some("Horn found"), text);
        assert_eq!(finding, Finding::Changed);
        assert!(
            words.contains("“Horn lost”") && words.contains("“Horn found”"),
            "{words}"
        );
        let (finding, words) = differences(
            None,
            text,
            Some("x"),
            "One \"two\" three.\n\nFour!\n\nFive.\n\nSix.",
        );
        assert_eq!(finding, Finding::Changed);
        assert_eq!(
            words,
            "1 of its 3 paragraphs is changed or gone. 1 paragraph is new."
        );
    }
}
