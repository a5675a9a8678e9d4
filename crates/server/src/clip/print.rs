//! Printing a clipping: the one way by which any article comes into the paper.

use super::{ClipError, Clipped, Clipping, CommentsRule, no_area, shown_pictures};
use crate::app::{App, Paper};
use crate::printing::{self, Place, StandingGlossary};
use crate::secrets::Secrets;
use crate::staff::Member;
use crate::{checks, edit, evidence};
use clipsheet_gloss::Choice;
use clipsheet_markup::{SafeHtml, excerpt, slug};
use clipsheet_store::{
    Act, Actor, Area, ArticleId, ArticleKind, Draft, DraftState, Evidence, Millis, NewArticle,
    NewSource, RemarkId, StaffId, StateChange, StoreError, StoreResult, Tx, add_evidence,
    create_article, ensure_source, find_article_by_url, find_dossier, find_draft,
    keep_evidence_for, note_act, note_item_printed, set_draft_state, settle_submission,
    settle_submissions_of,
};
use std::sync::Arc;
use url::Url;

/// Characters of a teaser.
const TEASER_CHARS: usize = 300;
/// A day.
const DAY_MILLIS: i64 = 24 * 3600 * 1000;

const HAD: &str = "the paper has it";

/// An article that was printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// Its number.
    pub id: ArticleId,
    /// Its address on the site.
    pub url: String,
    /// The article that was clipped from the same address before, if there is one.
    pub before: Option<ArticleId>,
    /// Remarks that lost their words by it, where it is a new revision of an article.
    pub loosened: Vec<RemarkId>,
}

/// Prints a clipping in today's edition, as its lead if wanted. When it is a draft, that is printed in the same
/// transaction, and only if it still is as the caller has read it.
///
/// # Errors
/// When the paper has no such page or area any more, the draft is gone, or the store refuses.
pub async fn publish(
    app: &App,
    clipping: &Clipping,
    draft: Option<&Draft>,
    posted_by: &str,
    is_lead: bool,
) -> Result<Printed, ClipError> {
    let printer = Printer {
        posted_by: posted_by.to_owned(),
        actor: Actor::command_line(),
        staff: None,
        only_new: false,
    };
    let mut clipping = clipping.clone();
    clipping.is_lead |= is_lead;
    print_clipping(app, &clipping, draft, None, printer)
        .await?
        .ok_or(ClipError::DraftGone)
}

/// Prints a story that was just clipped in today's edition, and keeps the page that it came from as evidence.
///
/// # Errors
/// When the page cannot be written to the data folder; else as [`publish`].
pub async fn publish_clipped(
    app: &App,
    clipped: Clipped,
    posted_by: &str,
    is_lead: bool,
) -> Result<Printed, ClipError> {
    let (mut clipping, page) = evidence::keep_page(app, clipped).await?;
    clipping.is_lead |= is_lead;
    let printer = Printer {
        posted_by: posted_by.to_owned(),
        actor: Actor::command_line(),
        staff: None,
        only_new: false,
    };
    print_clipping(app, &clipping, None, Some(page), printer)
        .await?
        .ok_or(ClipError::DraftGone)
}

/// Who prints.
#[derive(Debug, Clone)]
pub(crate) struct Printer {
    /// Printed under the article.
    pub(crate) posted_by: String,
    /// For the audit log.
    pub(crate) actor: Actor,
    /// Their row.
    pub(crate) staff: Option<StaffId>,
    /// Whether nobody looks at it before: then no story is printed that the paper has from the same address.
    pub(crate) only_new: bool,
}

/// Whether an article can be printed like this; gives the area it goes into.
pub(crate) fn check<'p>(
    paper: &'p Paper,
    clipping: &Clipping,
    safe: &SafeHtml,
) -> Result<&'p Area, ClipError> {
    if paper.page_title(clipping.page).is_empty() {
        return Err(ClipError::NoPage(clipping.page));
    }
    let area = paper
        .area_for(&clipping.area)
        .ok_or_else(|| no_area(paper, &clipping.area))?;
    if clipping.headline.trim().is_empty() {
        return Err(ClipError::NoHeadline);
    }
    if safe.as_str().trim().is_empty() {
        return Err(ClipError::NoText);
    }
    if crate::drafts::has_conflict(safe) {
        return Err(ClipError::Conflict);
    }
    let of_the_web = |url: &Url| matches!(url.scheme(), "http" | "https");
    if !clipping.original && !Url::parse(&clipping.url).is_ok_and(|url| of_the_web(&url)) {
        return Err(ClipError::NoAddress(clipping.url.clone()));
    }
    Ok(area)
}

/// Prints a clipping; `None` when its draft is no longer in the state and at the version in which it was read. `page` is
/// what it was clipped from, for one that is no draft; it is on the disk already.
///
/// # Errors
/// See [`publish`].
pub(crate) async fn print_clipping(
    app: &App,
    clipping: &Clipping,
    draft: Option<&Draft>,
    page: Option<Evidence>,
    printer: Printer,
) -> Result<Option<Printed>, ClipError> {
    if let Some(draft) = draft
        && let Some(article) = draft.article
    {
        return edit::print_draft(app, draft, article, &printer).await;
    }
    let paper = app.paper().await?;
    let now = app.now();
    let day = paper.calendar.day_of(now);
    let looked_at = clipping.clone();
    let pictures = app
        .store
        .read(move |conn| shown_pictures(conn, &looked_at))
        .await?;
    let find = |address: &str| pictures.get(address).cloned();
    let safe = printing::safe_article(&clipping.source_html, &find);
    let area = check(&paper, clipping, &safe)?;
    let link = !clipping.original;
    let said = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let new = NewArticle {
        kind: if link {
            ArticleKind::Link
        } else {
            ArticleKind::Original
        },
        headline: clipping.headline.clone(),
        slug: article_slug(&clipping.headline),
        source: None,
        url: (link && !clipping.url.is_empty()).then(|| clipping.url.clone()),
        byline: said(&clipping.byline),
        lang: said(&clipping.lang),
        source_date: said(&clipping.published),
        edition_on: day,
        page: clipping.page,
        area: area.id,
        printed_at: now,
        posted_by: printer.posted_by.clone(),
        is_lead: clipping.is_lead,
        is_classic: clipping.is_classic,
        teaser: excerpt(&safe, TEASER_CHARS),
        picture: clipping
            .lead_picture
            .as_ref()
            .map(|picture| picture.hash.clone()),
        picture_alt: clipping.lead_picture_alt.clone(),
        picture_caption: clipping.lead_picture_caption.clone(),
        comments_close_at: match clipping.comments {
            CommentsRule::Paper => None,
            CommentsRule::Closed => Some(now),
            CommentsRule::Days(days) => Some(Millis(now.0 + i64::from(days) * DAY_MILLIS)),
        },
        source_html: clipping.source_html.clone(),
        dossiers: Vec::new(),
    };
    let source = NewSource {
        slug: clipping.source_slug.clone(),
        name: clipping.source_name.clone(),
        tag: clipping.source_tag.clone(),
        homepage: clipping.source_homepage.clone(),
    };
    let place = Place {
        day,
        page: clipping.page,
        area: area.slug.clone(),
    };
    let job = PrintJob {
        new,
        source: (link && !source.slug.is_empty()).then_some(source),
        dossiers: clipping.dossiers.clone(),
        place,
        choices: clipping.choices.clone(),
        seed: draft.map(|draft| draft.id.0),
    };
    let slug = job.new.slug.clone();
    let glossary = app.standing_glossary().await?;
    let secrets = Arc::clone(&app.secrets);
    let submission = clipping.submission;
    let draft = draft.cloned();
    let printed = app
        .store
        .write(move |tx| {
            // Of several that print it at once, one does; and what was saved meanwhile is not left out.
            if let Some(read) = &draft {
                let now_stands = find_draft(tx, read.id)?;
                let same = |now: &Draft| now.version == read.version && now.state == read.state;
                if !now_stands.as_ref().is_some_and(same) {
                    return Ok(None);
                }
            }
            if printer.only_new
                && let Some(url) = &job.new.url
                && find_article_by_url(tx, url)?.is_some()
            {
                return Err(StoreError::Conflict(HAD.into()));
            }
            let headline = job.new.headline.clone();
            let printed = print_in(tx, &secrets, &glossary, job, &safe)?;
            if let Some(read) = &draft {
                let change = StateChange {
                    by: printer.staff,
                    article: Some(printed.0),
                    ..StateChange::default()
                };
                set_draft_state(tx, read, DraftState::Printed, &change, now)?;
                keep_evidence_for(tx, read.id, printed.0)?;
                note_item_printed(tx, read.id, printed.0, now)?;
            }
            if let Some(page) = page {
                let page = Evidence {
                    article: Some(printed.0),
                    ..page
                };
                add_evidence(tx, &page)?;
            }
            if let Some(submission) = submission {
                settle_submission(tx, submission, &crate::submit::printed_as(printed.0), now)?;
            }
            if link {
                checks::plan(tx, printed.0, now)?;
            }
            let act = Act {
                act: "printed",
                subject: "article",
                subject_id: printed.0.0,
                label: &headline,
                ..Act::default()
            };
            note_act(tx, &printer.actor, &act, now)?;
            Ok(Some(printed))
        })
        .await
        .map_err(|error| match error {
            StoreError::Conflict(why) if why == HAD => ClipError::Had,
            error => error.into(),
        })?;
    Ok(printed.map(|(id, before)| Printed {
        id,
        url: crate::pages::article_url(id, &slug),
        before,
        loosened: Vec::new(),
    }))
}

impl Printer {
    /// Somebody of the staff, in their own name.
    pub(crate) fn of(member: &Member) -> Self {
        Self {
            posted_by: member.name().to_owned(),
            actor: member.actor(),
            staff: Some(member.id()),
            only_new: false,
        }
    }
}

/// An article that is ready to be printed.
pub(crate) struct PrintJob {
    pub(crate) new: NewArticle,
    pub(crate) source: Option<NewSource>,
    /// By name in addresses; those that the paper has no dossier for are left out.
    pub(crate) dossiers: Vec<String>,
    pub(crate) place: Place,
    /// What the glossary does differently in it.
    pub(crate) choices: Vec<Choice>,
    /// The number that chose between variants in the preview, if there was one.
    pub(crate) seed: Option<i64>,
}

/// Prints an article: the one way by which any article comes into the paper. Gives the article that was clipped from the
/// same address before, too. The glossary that stands is the one that it is printed with, whatever the caller took.
pub(crate) fn print_in(
    tx: &mut Tx<'_>,
    secrets: &Secrets,
    glossary: &StandingGlossary,
    job: PrintJob,
    safe: &SafeHtml,
) -> StoreResult<(ArticleId, Option<ArticleId>)> {
    let PrintJob {
        mut new,
        source,
        dossiers,
        place,
        choices,
        seed,
    } = job;
    let glossary = glossary.or_anew(tx)?;
    let glossary = glossary.glossary();
    let before = match &new.url {
        Some(url) => find_article_by_url(tx, url)?,
        None => None,
    };
    if let Some(source) = &source {
        new.source = Some(ensure_source(tx, source)?.id);
    }
    for dossier in &dossiers {
        new.dossiers
            .extend(find_dossier(tx, dossier)?.map(|dossier| dossier.id));
    }
    let id = create_article(tx, &new, |id, ledger| {
        // Here, where nobody else prints: two drafts that go to press at once do not get the same variant.
        let pinned = seed.map(|seed| {
            let seen = printing::rehearse(glossary, safe, &place, ledger, seed, &choices);
            printing::pinned(&seen, &choices)
        });
        let choices = pinned.as_deref().unwrap_or(&choices);
        printing::print(secrets, glossary, safe, id, &place, ledger, choices)
    })?;
    if !choices.is_empty() {
        edit::keep_choices(tx, id, &choices)?;
    }
    // Whoever sent the address in sees that it is in the paper.
    if let Some(url) = &new.url {
        settle_submissions_of(tx, url, id, new.printed_at)?;
    }
    Ok((id, before))
}

/// The readable end of an article's address.
pub(crate) fn article_slug(headline: &str) -> String {
    match slug(headline).as_str() {
        // `/article/7/comments` is where comments are sent.
        "comments" => "the-comments".into(),
        other => other.to_owned(),
    }
}
