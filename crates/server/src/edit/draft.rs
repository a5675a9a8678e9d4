//! A printed article in the editor: a draft of it, and what is printed of that draft.

use super::{Outcome, Words, read, revise, safe_text};
use crate::app::App;
use crate::clip::{Brought, ClipError, Clipping, article_slug, check};
use crate::drafts::{self, Base, SaveOutcome, Writer, read_body, write_body};
use crate::error::WebError;
use crate::pages::article_url;
use crate::staff::Member;
use clipsheet_store::{
    Act, Article, ArticleId, ArticleKind, Draft, DraftId, DraftState, NewDraft, StateChange,
    StoreError, Tx, create_draft, find_area, find_dossier, find_draft_of_article,
    find_draft_version, find_revision, find_standing, list_article_dossiers, note_act, set_classic,
    set_draft_base, set_draft_state, set_filed, set_lead, set_place,
};
use std::collections::HashMap;

/// An article's lead picture.
fn picture_of(article: &Article) -> Option<Brought> {
    let picture = article.headline.picture.as_ref()?;
    Some(Brought {
        hash: picture.hash.clone(),
        src: crate::media::Media::url(&picture.hash, &picture.extension),
        width: u32::try_from(picture.width).unwrap_or(0),
        height: u32::try_from(picture.height).unwrap_or(0),
    })
}

/// A draft with those fields of the article as it stands that somebody changed there and nobody changed in the draft.
fn with_fields(
    mine: &Clipping,
    base: &Words,
    theirs: &Words,
    picture: Option<Brought>,
) -> Clipping {
    let mut merged = mine.clone();
    let take = |mine: &mut String, base: &String, theirs: &String| {
        if mine == base {
            mine.clone_from(theirs);
        }
    };
    let take_maybe = |mine: &mut Option<String>, base: &String, theirs: &String| {
        if mine.as_deref().unwrap_or_default() == base {
            *mine = Some(theirs.clone()).filter(|text| !text.is_empty());
        }
    };
    take(&mut merged.headline, &base.headline, &theirs.headline);
    take_maybe(&mut merged.byline, &base.byline, &theirs.byline);
    take_maybe(&mut merged.lang, &base.lang, &theirs.lang);
    take_maybe(
        &mut merged.published,
        &base.source_date,
        &theirs.source_date,
    );
    take(
        &mut merged.lead_picture_alt,
        &base.picture_alt,
        &theirs.picture_alt,
    );
    take(
        &mut merged.lead_picture_caption,
        &base.picture_caption,
        &theirs.picture_caption,
    );
    let my_picture = mine
        .lead_picture
        .as_ref()
        .map(|picture| picture.hash.as_str());
    if my_picture.unwrap_or_default() == base.picture {
        merged.lead_picture = picture;
    }
    merged
}

/// What a draft of an article holds to begin with: the article as it stands.
fn clipping_of(article: &Article, dossiers: Vec<String>) -> Clipping {
    let line = &article.headline;
    let picture = line.picture.as_ref();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    Clipping {
        headline: line.headline.clone(),
        url: text(&line.url),
        byline: article.byline.clone(),
        published: article.source_date.clone(),
        lang: article.lang.clone(),
        source_name: text(&line.source_name),
        source_slug: text(&line.source_slug),
        source_tag: text(&line.source_tag),
        source_html: article.text.safe_html.clone(),
        lead_picture: picture_of(article),
        lead_picture_alt: picture
            .map(|picture| picture.alt.clone())
            .unwrap_or_default(),
        lead_picture_caption: picture
            .map(|picture| picture.caption.clone())
            .unwrap_or_default(),
        page: line.page,
        area: line.area_slug.clone(),
        dossiers,
        original: line.kind == ArticleKind::Original,
        is_lead: line.is_lead,
        is_classic: line.is_classic,
        pictures: HashMap::new(),
        ..Clipping::default()
    }
}

/// The draft in which an article is edited: the one that is open, so that several write in one, else a new one.
///
/// # Errors
/// When there is no such article, or the store refuses.
pub(crate) async fn open(app: &App, member: &Member, id: ArticleId) -> Result<DraftId, WebError> {
    let article = read(app, id).await?;
    let (now, actor) = (app.now(), member.actor());
    let opened = app.store.write(move |tx| {
        if let Some(open) = find_draft_of_article(tx, id)? {
            return Ok(open);
        }
        let dossiers = list_article_dossiers(tx, id)?;
        let slugs = dossiers.into_iter().map(|dossier| dossier.slug).collect();
        let clipping = clipping_of(&article, slugs);
        let new = NewDraft {
            origin: article.text.source_html.clone(),
            by: actor.staff,
            article: Some(id),
            base_revision: Some(article.revision),
            ..NewDraft::new(
                article.headline.kind,
                &clipping.headline,
                write_body(&clipping)?,
            )
        };
        let draft = create_draft(tx, &new, now)?;
        drafts::note(
            tx,
            &actor,
            "opened for editing",
            draft,
            &clipping.headline,
            now,
        )?;
        Ok(draft)
    });
    Ok(opened.await?)
}

/// Prints a draft of an article: its words become the article's newest revision, its place the article's. Gives the
/// article's address, or why it cannot be.
///
/// # Errors
/// When the store refuses.
pub(crate) async fn print(
    app: &App,
    member: &Member,
    draft: &Draft,
    id: ArticleId,
) -> Result<Result<String, String>, WebError> {
    let clipping = read_body(&draft.body)?;
    let paper = app.paper().await?;
    let looked_at = clipping.clone();
    let safe = app
        .store
        .read(move |conn| drafts::safe_text(conn, &looked_at))
        .await?;
    match check(&paper, &clipping, &safe) {
        Ok(_) => {}
        Err(ClipError::Store(error)) => return Err(error.into()),
        Err(error) => return Ok(Err(error.to_string())),
    }
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let words = Words {
        headline: clipping.headline.clone(),
        byline: text(&clipping.byline),
        lang: text(&clipping.lang),
        source_date: text(&clipping.published),
        html: safe.as_str().to_owned(),
        picture: clipping
            .lead_picture
            .as_ref()
            .map(|picture| picture.hash.clone())
            .unwrap_or_default(),
        picture_alt: clipping.lead_picture_alt.clone(),
        picture_caption: clipping.lead_picture_caption.clone(),
    };
    let opened = opened_as(app, draft.id).await?;
    let base = draft.base_revision.unwrap_or(1);
    match revise(app, member, id, base, &words, &clipping.choices).await? {
        Outcome::Stands | Outcome::Same => {}
        Outcome::Stale(now) => return bring_in(app, member, draft, base, &now).await.map(Err),
    }
    let (now, actor, read) = (app.now(), member.actor(), draft.clone());
    let slug = article_slug(&clipping.headline);
    app.store
        .write(move |tx| {
            place(tx, id, &opened, &clipping, now, &actor)?;
            let change = StateChange {
                by: actor.staff,
                article: Some(id),
                ..StateChange::default()
            };
            if !set_draft_state(tx, &read, DraftState::Printed, &change, now)?
                && let Some(standing) = find_standing(tx, id)?
            {
                // Saved in this very moment: the draft stays open, and goes on from what was just printed.
                set_draft_base(tx, read.id, standing.revision)?;
            }
            Ok(())
        })
        .await?;
    Ok(Ok(article_url(id, &slug)))
}

/// What a draft held when it was begun.
async fn opened_as(app: &App, id: DraftId) -> Result<Clipping, WebError> {
    let first = app
        .store
        .read(move |conn| find_draft_version(conn, id, 1))
        .await?;
    let body = first.map(|version| read_body(&version.body)).transpose()?;
    Ok(body.unwrap_or_default())
}

/// Puts an article where its draft says, as far as that was changed in the draft: what others did to the article meanwhile
/// stays done.
fn place(
    tx: &mut Tx<'_>,
    id: ArticleId,
    opened: &Clipping,
    clipping: &Clipping,
    now: clipsheet_store::Millis,
    actor: &clipsheet_store::Actor,
) -> Result<(), StoreError> {
    let Some(line) = clipsheet_store::find_headline(tx, id)? else {
        return Ok(());
    };
    let noted = |tx: &mut Tx<'_>, act: &str, before: &str, after: &str| {
        let act = Act {
            act,
            subject: "article",
            subject_id: id.0,
            label: &clipping.headline,
            before,
            after,
        };
        note_act(tx, actor, &act, now)
    };
    let was = (opened.page, opened.area.as_str());
    let wanted = (clipping.page, clipping.area.as_str());
    if wanted != was
        && wanted != (line.page, line.area_slug.as_str())
        && let Some(area) = find_area(tx, &clipping.area)?
        && set_place(tx, id, clipping.page, area.id, now)?
    {
        let before = format!("page {}, {}", line.page, line.area_name);
        let after = format!("page {}, {}", clipping.page, area.name);
        noted(tx, "moved", &before, &after)?;
    }
    if opened.is_lead != clipping.is_lead
        && line.is_lead != clipping.is_lead
        && set_lead(tx, id, clipping.is_lead, now)?
    {
        let act = if clipping.is_lead {
            "made the lead"
        } else {
            "made no lead"
        };
        noted(tx, act, "", "")?;
    }
    if opened.is_classic != clipping.is_classic
        && line.is_classic != clipping.is_classic
        && set_classic(tx, id, clipping.is_classic, now)?
    {
        let act = if clipping.is_classic {
            "made a classic"
        } else {
            "made no classic"
        };
        noted(tx, act, "", "")?;
    }
    let filed = list_article_dossiers(tx, id)?;
    let taken_out =
        |slug: &String| opened.dossiers.contains(slug) && !clipping.dossiers.contains(slug);
    for dossier in filed.iter().filter(|filed| taken_out(&filed.slug)) {
        set_filed(tx, id, dossier.id, false, now)?;
        noted(tx, "took out of a dossier", &dossier.name, "")?;
    }
    let is_new = |slug: &&String| !opened.dossiers.contains(slug);
    for slug in clipping.dossiers.iter().filter(is_new) {
        if let Some(dossier) = find_dossier(tx, slug)?
            && set_filed(tx, id, dossier.id, true, now)?
        {
            noted(tx, "filed", "", &dossier.name)?;
        }
    }
    Ok(())
}

/// Somebody revised the article while its draft was written: their paragraphs are brought into the draft, which is not
/// printed; says so.
async fn bring_in(
    app: &App,
    member: &Member,
    draft: &Draft,
    base: i64,
    now: &Article,
) -> Result<String, WebError> {
    let id = now.headline.id;
    let kept = app
        .store
        .read(move |conn| find_revision(conn, id, base))
        .await?;
    let base_words: Words = kept
        .and_then(|body| serde_json::from_str(&body).ok())
        .unwrap_or_default();
    let before = safe_text(app, &base_words.html).await?;
    let theirs = safe_text(app, &now.text.safe_html).await?;
    let mine = read_body(&draft.body)?;
    let mine = app
        .store
        .read(move |conn| drafts::safe_text(conn, &mine))
        .await?;
    let merged = drafts::merge_text(
        &before,
        ("As it stands in print", &theirs),
        (member.name(), &mine),
    );
    let now_words = Words::of(now);
    let their_picture = picture_of(now);
    let writer = Writer {
        staff: member.id(),
        name: member.name().to_owned(),
        is_auto: false,
        editor_key: String::new(),
    };
    let at = Base {
        version: draft.version,
        as_sent: false,
    };
    let saved = drafts::save(app, draft.id, at, writer, move |clipping| Clipping {
        source_html: merged.html.clone(),
        ..with_fields(clipping, &base_words, &now_words, their_picture)
    });
    if !matches!(saved.await?, SaveOutcome::Saved(_)) {
        return Ok("Somebody printed or threw away this draft meanwhile.".into());
    }
    let (draft, revision) = (draft.id, now.revision);
    app.store
        .write(move |tx| set_draft_base(tx, draft, revision))
        .await?;
    Ok(match merged.conflicts {
        0 => "Somebody revised the article meanwhile. Their changes are in the draft now; look it over and print it again.".into(),
        1 => "Somebody revised the article meanwhile. In one place both texts stand in the draft: choose, and print it again.".into(),
        many => format!("Somebody revised the article meanwhile. In {many} places both texts stand in the draft: choose, and print it again."),
    })
}
