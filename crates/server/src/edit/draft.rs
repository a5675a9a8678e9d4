//! A printed article in the editor: a draft of it, and the words that a draft holds.

use super::{Together, Words, read};
use crate::app::App;
use crate::clip::{Brought, Clipping};
use crate::drafts::{self, write_body};
use crate::error::WebError;
use crate::printing::read_choices;
use crate::staff::Member;
use clipsheet_gloss::Choice;
use clipsheet_markup::SafeHtml;
use clipsheet_store::{
    Article, ArticleId, ArticleKind, DraftId, NewDraft, create_draft, find_article_choices,
    find_draft_of_article, list_article_dossiers,
};
use std::collections::HashMap;

/// An article's lead picture.
pub(super) fn picture_of(article: &Article) -> Option<Brought> {
    let picture = article.headline.picture.as_ref()?;
    Some(Brought {
        hash: picture.hash.clone(),
        src: crate::media::Media::url(&picture.hash, &picture.extension),
        width: u32::try_from(picture.width).unwrap_or(0),
        height: u32::try_from(picture.height).unwrap_or(0),
    })
}

/// The words that a draft holds, its text made safe.
pub(super) fn words_of(clipping: &Clipping, safe: &SafeHtml) -> Words {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let picture = clipping.lead_picture.as_ref();
    Words {
        headline: clipping.headline.clone(),
        byline: text(&clipping.byline),
        lang: text(&clipping.lang),
        source_date: text(&clipping.published),
        html: safe.as_str().to_owned(),
        picture: picture
            .map(|picture| picture.hash.clone())
            .unwrap_or_default(),
        picture_alt: clipping.lead_picture_alt.clone(),
        picture_caption: clipping.lead_picture_caption.clone(),
    }
}

/// A draft with words in it that were brought together with the article's; `picture` is the article's own.
pub(super) fn with_words(mine: &Clipping, both: &Together, picture: Option<&Brought>) -> Clipping {
    let words = &both.words;
    let some = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
    let mut merged = Clipping {
        headline: words.headline.clone(),
        byline: some(&words.byline),
        lang: some(&words.lang),
        published: some(&words.source_date),
        source_html: words.html.clone(),
        lead_picture_alt: words.picture_alt.clone(),
        lead_picture_caption: words.picture_caption.clone(),
        ..mine.clone()
    };
    let my_picture = mine.lead_picture.as_ref().map(|mine| mine.hash.as_str());
    if my_picture.unwrap_or_default() == both.base.picture {
        merged.lead_picture = picture.cloned();
    }
    merged
}

/// What a draft of an article holds to begin with: the article as it stands.
fn clipping_of(article: &Article, dossiers: Vec<String>, choices: Vec<Choice>) -> Clipping {
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
        choices,
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
        let choices = read_choices(&find_article_choices(tx, id)?.unwrap_or_default());
        let clipping = clipping_of(&article, slugs, choices);
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
