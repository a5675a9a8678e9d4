//! Straight to print: an article of a trusted contributor's or an editor's own.

use super::status::printed_as;
use crate::app::{App, Paper};
use crate::clip::{PrintJob, article_slug, print_in};
use crate::error::WebError;
use crate::pages::article_url;
use crate::printing::{self, Place, own_picture};
use crate::staff::Member;
use crate::talk::form::CommentFields;
use clipsheet_markup::{SafeHtml, excerpt};
use clipsheet_store::{
    Act, Area, ArticleId, ArticleKind, CommenterId, NewArticle, NewSubmission, Role, Staff,
    create_submission, find_submission, note_act, settle_submission,
};
use std::sync::Arc;

/// Characters of a teaser.
const TEASER_CHARS: usize = 300;

/// Whose articles go straight to print. An editor's role counts only with the second step that it asks for: with a password
/// alone nobody is more than a contributor.
pub(super) fn is_trusted(staff: &Staff) -> bool {
    let is_editor = staff.role >= Role::Editor && staff.has_second_step();
    staff.is_active && (staff.is_trusted || is_editor)
}

/// The form that it comes from: two presses of its button are one.
pub(super) struct Form {
    pub(super) key: CommentFields,
    pub(super) network: u64,
}

/// Prints it in today's edition; gives its address and who sent it. The same form sent twice prints once.
pub(super) async fn print(
    app: &Arc<App>,
    paper: &Paper,
    member: &Member,
    new: NewSubmission,
    text: &SafeHtml,
    (page, area): (i64, Area),
    form: &Form,
) -> Result<(String, CommenterId), WebError> {
    let now = app.now();
    let day = paper.calendar.day_of(now);
    // What was typed stays in the submission; the article's source is the HTML that it stands for.
    let safe = printing::safe_article(text.as_str(), &own_picture);
    let article = NewArticle {
        kind: ArticleKind::Original,
        headline: new.headline.clone(),
        slug: article_slug(&new.headline),
        source: None,
        url: None,
        byline: None,
        lang: None,
        source_date: None,
        edition_on: day,
        page,
        area: area.id,
        printed_at: now,
        posted_by: member.name().to_owned(),
        is_lead: false,
        is_classic: false,
        teaser: excerpt(&safe, TEASER_CHARS),
        picture: None,
        picture_alt: String::new(),
        picture_caption: String::new(),
        comments_close_at: None,
        source_html: text.as_str().to_owned(),
        dossiers: Vec::new(),
    };
    let job = PrintJob {
        new: article,
        source: None,
        dossiers: Vec::new(),
        place: Place {
            day,
            page,
            area: area.slug,
        },
        choices: Vec::new(),
        seed: None,
    };
    let (glossary, secrets, actor) = (
        app.standing_glossary().await?,
        Arc::clone(&app.secrets),
        member.actor(),
    );
    let slug = job.new.slug.clone();
    let known = new.commenter;
    let writing = Arc::clone(app);
    let write = move || async move {
        let written = writing.store.write(move |tx| {
            let (submission, commenter) = create_submission(tx, &new)?;
            let before = find_submission(tx, submission)?.and_then(|before| before.article);
            if let Some(before) = before {
                return Ok((before, commenter));
            }
            let (id, _) = print_in(tx, &secrets, &glossary, job, &safe)?;
            settle_submission(tx, submission, &printed_as(id), now)?;
            let act = Act {
                act: "printed",
                subject: "article",
                subject_id: id.0,
                label: &new.headline,
                after: &new.source,
                ..Act::default()
            };
            note_act(tx, &actor, &act, now)?;
            Ok((id, commenter))
        });
        written.await.map(|(id, commenter)| (id.0, commenter))
    };
    let (id, commenter) = match known {
        Some(_) => write().await?,
        None => app.twice.once(&form.key, form.network, now, write).await?,
    };
    Ok((article_url(ArticleId(id), &slug), commenter))
}
