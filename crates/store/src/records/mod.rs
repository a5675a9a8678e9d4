//! The records: one file for each thing the store keeps.

mod archive;
mod article;
mod comment;
mod commenter;
mod event;
mod glossary;
mod headline;
mod owner;
mod paper;
mod picture;
mod recount;
mod setting;

use crate::query::Query;

pub use archive::{
    DayCount, MonthCount, Totals, find_edition, find_neighbours, latest_edition, list_days,
    list_editions, list_months, totals,
};
pub use article::{
    Article, ArticleKind, ArticleText, Draft, NewArticle, PrintedText, add_views, create_article,
    create_draft, delete_draft, find_article, find_article_by_url, find_comments_close, find_draft,
    find_headline, list_drafts, set_comments_close, update_print,
};
pub use comment::{
    Comment, CommentOnPage, NewComment, create_comment, list_comments, list_comments_by_nic,
    list_latest_comments, remove_comment,
};
pub use commenter::{Commenter, NicRecord, find_commenter, find_nic, list_nics_like};
pub(crate) use event::append_event;
pub use event::{Event, list_events, newest_event, prune_events};
pub use glossary::{
    GlossaryRow, SerialLine, SerialPositions, list_glossary, list_serial_lines, list_serials,
    replace_glossary, serial_positions,
};
pub use headline::{
    DossierCount, Headline, Key, Title, count_areas, list_by_area, list_by_dossier, list_by_page,
    list_by_source, list_classics, list_edition, list_latest, list_leads, list_titles,
    news_of_the_day,
};
pub use owner::{
    OwnerKeyKind, consume_owner_link, create_owner_key, find_owner_session, has_owner_session,
};
pub use paper::{
    Area, Dossier, NewDossier, NewSource, PageTitle, SaveAreasError, Source, create_dossier,
    ensure_source, find_dossier, find_source, list_areas, list_article_dossiers, list_dossiers,
    list_pages, replace_pages, save_areas, usual_area,
};
pub use picture::{NewPicture, Picture, find_picture, find_picture_by_origin, save_picture};
pub use recount::recount;
pub use setting::{find_setting, set_setting, set_setting_once};

/// The statements of every module.
pub(crate) const ALL: &[&[Query]] = &[
    archive::ALL,
    article::ALL,
    comment::ALL,
    commenter::ALL,
    event::ALL,
    glossary::ALL,
    headline::ALL,
    owner::ALL,
    paper::ALL,
    picture::ALL,
    recount::ALL,
    setting::ALL,
];
