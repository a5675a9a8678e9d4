//! The records: one file for each thing the store keeps.

mod archive;
mod article;
mod audit;
mod comment;
mod commenter;
mod draft;
mod draft_version;
mod event;
mod evidence;
mod glossary;
mod headline;
mod paper;
mod passkey;
mod picture;
mod recount;
mod session;
mod setting;
mod staff;

use crate::query::Query;

pub use archive::{
    DayCount, MonthCount, Totals, find_edition, find_neighbours, latest_edition, list_days,
    list_editions, list_months, totals,
};
pub use article::{
    Article, ArticleKind, ArticleText, NewArticle, PrintedText, add_views, create_article,
    find_article, find_article_by_url, find_comments_close, find_headline, set_comments_close,
    update_print,
};
pub use audit::{Act, Actor, NotedAct, list_acts, list_acts_of, list_acts_on, note_act};
pub use comment::{
    Comment, CommentOnPage, NewComment, create_comment, list_comments, list_comments_by_nic,
    list_latest_comments, remove_comment,
};
pub use commenter::{Commenter, NicRecord, find_commenter, find_nic, list_nics_like};
pub use draft::{
    Draft, DraftRow, DraftState, NewDraft, SavedDraft, StateChange, create_draft, find_draft,
    list_drafts, list_drafts_in, list_due_drafts, prune_drafts, save_draft, set_draft_state,
};
pub use draft_version::{
    DraftEditor, DraftVersion, enter_draft, find_draft_version, is_alone_since, list_draft_editors,
    list_draft_versions, see_draft_editor, take_draft_over, thin_draft_versions,
};
pub(crate) use event::append_event;
pub use event::{Event, list_events, newest_event, prune_events};
pub use evidence::{
    Evidence, add_evidence, find_evidence_of_draft, keep_evidence_for, list_evidence_of_article,
};
pub use glossary::{
    GlossaryRow, SerialLine, SerialPositions, list_glossary, list_serial_lines, list_serials,
    replace_glossary, serial_positions,
};
pub use headline::{
    DossierCount, Headline, Key, Title, count_areas, list_by_area, list_by_dossier, list_by_page,
    list_by_source, list_classics, list_edition, list_latest, list_leads, list_titles,
    news_of_the_day,
};
pub use paper::{
    Area, Dossier, NewDossier, NewSource, PageTitle, SaveAreasError, Source, create_dossier,
    ensure_source, find_dossier, find_source, list_areas, list_article_dossiers, list_dossiers,
    list_pages, replace_pages, save_areas, usual_area, usual_page,
};
pub use passkey::{
    Passkey, create_passkey, drop_passkey, find_passkey, list_passkeys, use_passkey,
};
pub use picture::{NewPicture, Picture, find_picture, find_picture_by_origin, save_picture};
pub use recount::recount;
pub use session::{
    Invitation, StaffSession, create_invitation, create_session, drop_invitation, end_all_sessions,
    end_session, find_invitation, find_session, list_invitations, list_sessions, prove_session,
    see_session,
};
pub use setting::{find_setting, set_setting, set_setting_once};
pub use staff::{
    NewStaff, Role, Staff, count_owners, count_recovery_codes, create_staff, find_staff,
    find_staff_by_key, has_owner, list_staff, replace_recovery_codes, see_staff, set_password,
    set_profile, set_role, set_totp, use_recovery_code, use_totp_step,
};

/// The statements of every module.
pub(crate) const ALL: &[&[Query]] = &[
    archive::ALL,
    article::ALL,
    audit::ALL,
    comment::ALL,
    commenter::ALL,
    draft::ALL,
    draft_version::ALL,
    event::ALL,
    evidence::ALL,
    glossary::ALL,
    headline::ALL,
    paper::ALL,
    passkey::ALL,
    picture::ALL,
    recount::ALL,
    session::ALL,
    setting::ALL,
    staff::ALL,
];
