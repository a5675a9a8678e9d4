//! The records: one file for each thing the store keeps.

mod archive;
mod article;
mod article_desk;
mod audit;
mod comment;
mod comment_removal;
mod commenter;
mod dismissal;
mod draft;
mod draft_version;
mod editing;
mod entry_use;
mod event;
mod evidence;
mod feed;
mod glossary;
mod glossary_change;
mod glossary_history;
mod glossary_job;
mod headline;
mod inbox;
mod paper;
mod passkey;
mod picture;
mod recount;
mod remark;
mod reprint;
mod serial_correction;
mod session;
mod setting;
mod source_check;
mod staff;
mod submission;
mod taken_out;

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
pub use article_desk::{
    ArticleEditor, enter_article, find_article_choices, leave_article, list_article_editors,
    set_article_choices,
};
pub use audit::{Act, Actor, NotedAct, list_acts, list_acts_of, list_acts_on, note_act};
pub use comment::{
    Comment, CommentOnPage, NewComment, create_comment, find_comment, list_comments,
    list_comments_by_nic, list_latest_comments,
};
pub use comment_removal::{remove_comment, restore_comment};
pub use commenter::{Commenter, NicRecord, find_commenter, find_nic, list_nics_like};
pub use dismissal::{Dismissal, dismiss, list_dismissals, list_latest_texts, recall_dismissal};
pub use draft::{
    Draft, DraftRow, DraftState, DraftWith, NewDraft, SavedDraft, StateChange, create_draft,
    find_draft, find_draft_of_article, find_draft_standing, list_draft_bodies_in, list_drafts,
    list_drafts_in, list_drafts_with, list_due_drafts, prune_drafts, save_draft, set_draft_base,
    set_draft_state,
};
pub use draft_version::{
    DraftEditor, DraftVersion, enter_draft, find_draft_version, is_alone_since, list_draft_editors,
    list_draft_versions, see_draft_editor, take_draft_over, thin_draft_versions,
};
pub use editing::{
    ArticleStanding, NewRevision, Revised, RevisedArticle, Revision, find_revision, find_standing,
    list_revisions, revise_article, set_classic, set_filed, set_lead, set_order, set_place,
    set_printed,
};
pub use entry_use::{
    EntryUse, Ledger, PrintedIn, UseCount, UsedAs, find_first_printed, is_new_since_printed,
    list_articles_of_entry, list_entries_between, list_entry_uses, list_new_since_printed,
    list_printed_in, list_use_counts, list_use_counts_of, read_ledger, set_entry_uses,
};
pub(crate) use event::append_event;
pub use event::{Event, list_events, newest_event, prune_events};
pub use evidence::{
    Evidence, add_evidence, find_evidence_of_draft, has_evidence, keep_evidence_for,
    list_evidence_of_article,
};
pub use feed::{
    Feed, FeedChange, FeedSuccess, MOST_FEED_URL, NewFeed, claim_feed, create_feed, delete_feed,
    find_feed, find_feed_by_url, hurry_feed, list_due_feeds, list_feeds, note_feed_failure,
    note_feed_move, note_feed_success, pause_feed, save_feed,
};
pub use glossary::{
    EntryBeginning, GlossaryRow, SerialLine, SerialPositions, find_entry, find_entry_beginning,
    find_serial_line, list_entries_since, list_glossary, list_serial_lines, list_serials,
    serial_positions,
};
pub use glossary_change::{
    EntryWrite, GlossaryChanged, NewGlossaryChange, change_glossary, replace_glossary,
    stale_entries,
};
pub use glossary_history::{
    EntryChange, GlossaryChange, SerialChange, UndoPlan, count_entries_made, find_entry_change,
    find_entry_revision, find_glossary_change, list_changes_of_entry, list_entries_changed_since,
    list_entry_changes, list_glossary_changes, list_serial_changes, plan_undo,
    undo_glossary_change,
};
pub use glossary_job::{
    ArchivedText, GlossaryJob, JobKind, JobProgress, JobState, NewGlossaryJob, advance_job,
    claim_job, create_job, decide_job, end_job, find_job, find_job_in_short, list_articles_above,
    list_articles_of_edition, list_jobs, list_later_corrections, list_open_jobs,
    list_rehearsal_endings, list_texts_above, resume_job,
};
pub use headline::{
    DossierCount, Headline, Key, Title, count_areas, list_by_area, list_by_dossier, list_by_page,
    list_by_source, list_classics, list_edition, list_latest, list_leads, list_titles,
    news_of_the_day,
};
pub(crate) use inbox::recount_inbox;
pub use inbox::{
    Brought, FreshArticle, InboxCounts, InboxFilter, InboxItem, ItemKind, ItemSource, ItemState,
    KnownAddress, NewItem, add_item_addresses, add_item_sender, add_item_source, create_item,
    decide_item, expire_items, find_clipping, find_item, find_item_by_address, forget_addresses,
    inbox_counts, list_decided, list_fingerprints, list_fresh_articles, list_item_dossiers,
    list_item_sources, list_waiting, newest_article, newest_item, note_draft_brought_back,
    note_draft_thrown, note_item_printed, recall_item, remove_old_items, reopen_item, set_clipping,
};
pub use paper::{
    Area, Dossier, NewDossier, NewSource, PageTitle, SaveAreasError, Source, Spot, create_dossier,
    ensure_source, find_area, find_dossier, find_source, is_page_in_use, latest_spots_in_dossier,
    latest_spots_of_source, list_areas, list_article_dossiers, list_dossiers, list_pages,
    list_sources, replace_pages, save_areas,
};
pub use passkey::{
    Passkey, create_passkey, drop_passkey, drop_passkeys_of, find_passkey, list_passkeys,
    name_passkey, spend_challenge, use_passkey,
};
pub use picture::{NewPicture, Picture, find_picture, find_picture_by_origin, save_picture};
pub use recount::recount;
pub use remark::{
    LooseRemark, NewRemark, Remark, RemarkAnchor, RemarkState, change_remark, create_remark,
    find_remark, list_loose_remarks, list_remarks,
};
pub use reprint::{
    StandingPrint, count_articles_of_edition, count_articles_of_entry, find_standing_print,
    is_indexed, list_choices_between, newest_glossary_change, set_print_record, set_safe_text,
};
pub use serial_correction::{LineCorrected, LineCorrection, correct_serial_line};
pub use session::{
    Invitation, StaffSession, create_invitation, create_session, drop_invitation,
    drop_invitations_of, end_all_sessions, end_session, find_invitation, find_session,
    list_invitations, list_sessions, prove_session, see_session,
};
pub use setting::{find_setting, set_setting, set_setting_once};
pub use source_check::{
    Finding, FoundCheck, SourceCheck, claim_source_check, find_source_check, list_due_checks,
    list_found_checks, note_source_check, plan_source_check, retry_source_check,
};
pub use staff::{
    NewStaff, Role, Staff, count_owners, count_recovery_codes, create_staff, find_staff,
    find_staff_by_key, has_owner, list_staff, replace_recovery_codes, see_staff, set_password,
    set_profile, set_role, set_totp, use_recovery_code, use_totp_step,
};
pub use submission::{
    NewSubmission, Settled, Submission, SubmissionState, claim_submission, create_submission,
    find_submission, find_submission_by_url, list_due_submissions, list_submissions_by,
    list_submissions_of_item, list_submissions_of_staff, note_submission_trouble,
    reopen_submissions_of_item, set_submission_item, settle_submission, settle_submissions_of,
    settle_submissions_of_item,
};
pub use taken_out::list_articles_corrected;

/// The statements of every module.
pub(crate) const ALL: &[&[Query]] = &[
    archive::ALL,
    article::ALL,
    audit::ALL,
    comment::ALL,
    comment_removal::ALL,
    commenter::ALL,
    dismissal::ALL,
    draft::ALL,
    draft_version::ALL,
    editing::ALL,
    entry_use::ALL,
    article_desk::ALL,
    event::ALL,
    evidence::ALL,
    feed::ALL,
    glossary::ALL,
    glossary_change::ALL,
    glossary_history::ALL,
    glossary_job::ALL,
    headline::ALL,
    inbox::ALL[0],
    inbox::ALL[1],
    inbox::ALL[2],
    paper::ALL,
    passkey::ALL,
    picture::ALL,
    recount::ALL,
    remark::ALL,
    reprint::ALL,
    serial_correction::ALL,
    session::ALL,
    setting::ALL,
    source_check::ALL,
    staff::ALL,
    submission::ALL,
    taken_out::ALL,
];
