//! The edition in the making: its pages with their articles in order.

mod making;

use super::{Desk, desk_chrome, show};
use crate::app::{App, Paper};
use crate::calendar::{counted, date_long, days_later};
use crate::error::WebError;
use crate::letter::{Length, Letter, NoLetter};
use crate::pages::article_url;
use crate::pages::edition::in_order;
use crate::press::{redirect, reply};
use crate::staff::Member;
use crate::views::{DeskEditionPage, DeskEditionPart, DeskEditionRow, Link};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};
use clipsheet_store::{
    Act, ArticleId, Day, Headline, Role, list_edition, list_leads, note_act, set_order,
};
use making::Making;
use serde::Deserialize;
use std::sync::Arc;

/// Days whose leads are shown.
const LEAD_DAYS: i64 = 14;
/// Articles that one form can put in order.
const MOST_ORDERED: usize = 1000;

/// The routes of the edition.
pub(super) fn routes(desk: Desk) -> Desk {
    desk.route(Role::Moderator, "/desk/edition", get(show_today))
        .route(Role::Moderator, "/desk/edition/{day}", get(show_day))
        .route(
            Role::Moderator,
            "/desk/edition/{day}/letter",
            get(show_letter),
        )
        .route(Role::Editor, "/desk/edition/{day}/order", post(save_order))
        .route(
            Role::Editor,
            "/desk/edition/drafts/{id}",
            post(making::set_area),
        )
}

/// `GET /desk/edition`: today's.
pub async fn show_today(State(app): State<Arc<App>>, member: Member) -> Result<Response, WebError> {
    let today = app.today().await?;
    show_edition(&app, &member, today).await
}

/// `GET /desk/edition/{day}`.
pub async fn show_day(
    State(app): State<Arc<App>>,
    member: Member,
    Path(day): Path<String>,
) -> Result<Response, WebError> {
    show_edition(&app, &member, read_day(&day)?).await
}

/// `GET /desk/edition/{day}/letter`: what `clipsheet letter` sends, as mail programs show it.
pub async fn show_letter(
    State(app): State<Arc<App>>,
    _member: Member,
    Path(day): Path<String>,
) -> Result<Response, WebError> {
    let day = read_day(&day)?;
    match Letter::of(&app, Some(day), Length::Short).await {
        Ok(letter) => Ok(reply::letter(&letter.html)),
        Err(NoLetter::Failed(error)) => Err(WebError::Internal(error)),
        Err(nothing) => Err(WebError::NotFound(format!(
            "There is no letter: {nothing}."
        ))),
    }
}

fn read_day(text: &str) -> Result<Day, WebError> {
    Day::parse(text).ok_or_else(|| {
        WebError::NotFound(format!(
            "“{text}” is no date of the calendar. Editions are found under dates such as /desk/edition/2014-07-07."
        ))
    })
}

fn desk_edition_url(day: Day) -> String {
    format!("/desk/edition/{}", day.iso())
}

async fn show_edition(app: &App, member: &Member, day: Day) -> Result<Response, WebError> {
    let paper = app.paper().await?;
    let today = paper.calendar.day_of(app.now());
    let from = days_later(day, -LEAD_DAYS);
    let (lines, leads) = app
        .store
        .read(move |conn| {
            Ok((
                list_edition(conn, day)?,
                list_leads(conn, from, day, LEAD_DAYS)?,
            ))
        })
        .await?;
    let making = match day == today {
        true => making::read(app, &paper, member).await?,
        false => Making::default(),
    };
    let may_edit = member.may(Role::Editor);
    let mut numbers: Vec<i64> = paper.pages.iter().map(|page| page.number).collect();
    for line in &lines {
        if !numbers.contains(&line.page) {
            numbers.push(line.page);
        }
    }
    let part = |number: i64| {
        let on_page = lines.iter().filter(|line| line.page == number);
        let on_page = in_order(&paper, on_page.collect());
        let last = on_page.len().saturating_sub(1);
        DeskEditionPart {
            number: number.unsigned_abs(),
            title: paper.page_title(number).to_owned(),
            rows: on_page
                .iter()
                .enumerate()
                .map(|(at, line)| row(&paper, line, at == 0, at == last))
                .collect(),
        }
    };
    let page = DeskEditionPage {
        chrome: desk_chrome(app, &paper, member, "Edition", "/desk/edition"),
        heading: date_long(day),
        is_today: day == today,
        order_url: format!("{}/order", desk_edition_url(day)),
        letter_url: if lines.is_empty() {
            String::new()
        } else {
            format!("{}/letter", desk_edition_url(day))
        },
        reader_url: if lines.is_empty() {
            String::new()
        } else {
            crate::chrome::edition_url(day)
        },
        reprint_url: if may_edit && !lines.is_empty() {
            format!("/desk/glossary/reprint?edition={}", day.iso())
        } else {
            String::new()
        },
        count: counted(
            i64::try_from(lines.len()).unwrap_or(0),
            "article",
            "articles",
        ),
        may_edit,
        lead: lines
            .iter()
            .find(|line| line.is_lead)
            .map(|line| Link::new(line.headline.clone(), article_url(line.id, &line.slug)))
            .unwrap_or_default(),
        parts: numbers.into_iter().map(part).collect(),
        making: making.groups,
        lacking: making.lacking,
        more_drafts: making.more_url,
        leads: leads
            .iter()
            .map(|line| {
                (
                    date_long(line.edition_on),
                    Link::new(line.headline.clone(), article_url(line.id, &line.slug)),
                )
            })
            .collect(),
        before_url: desk_edition_url(days_later(day, -1)),
        after_url: if day < today {
            desk_edition_url(days_later(day, 1))
        } else {
            String::new()
        },
    };
    show(&page, StatusCode::OK)
}

fn row(paper: &Paper, line: &Headline, is_first: bool, is_last: bool) -> DeskEditionRow {
    DeskEditionRow {
        id: line.id.0.unsigned_abs(),
        headline: line.headline.clone(),
        url: article_url(line.id, &line.slug),
        desk_url: format!("/desk/articles/{}", line.id),
        tag: line.source_tag.clone().unwrap_or_default(),
        area: line.area_name.clone(),
        time: paper.calendar.time(line.printed_at),
        posted_by: line.posted_by.clone(),
        comments: counted(line.comment_count, "comment", "comments"),
        is_lead: line.is_lead,
        is_classic: line.is_classic,
        is_first,
        is_last,
    }
}

/// A page put in order: either one article moved by a step, or all of them named.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OrderForm {
    page: i64,
    /// Numbers of articles with commas between them; empty for a step.
    order: String,
    /// The article that is moved by a step.
    article: i64,
    /// `up`, `down` or `top`.
    step: String,
}

/// `POST /desk/edition/{day}/order`.
pub async fn save_order(
    State(app): State<Arc<App>>,
    member: Member,
    Path(day): Path<String>,
    Form(form): Form<OrderForm>,
) -> Result<Response, WebError> {
    let day = read_day(&day)?;
    let wanted: Result<Vec<i64>, _> = form
        .order
        .split(',')
        .filter(|part| !part.trim().is_empty())
        .map(|part| part.trim().parse())
        .collect();
    let wanted = wanted.map_err(|_| {
        WebError::BadRequest(
            "The order names something that is no article. Load the edition anew and try again."
                .into(),
        )
    })?;
    if wanted.len() > MOST_ORDERED {
        return Err(WebError::BadRequest(format!(
            "That is more than {MOST_ORDERED} articles; a page is put in order in smaller parts."
        )));
    }
    let (page, article, step, now, actor) = (
        form.page,
        form.article,
        form.step,
        app.now(),
        member.actor(),
    );
    let paper = app.paper().await?;
    app.store
        .write(move |tx| {
            // What stands now, so that nothing that came meanwhile falls out of the order.
            let lines = list_edition(tx, day)?;
            let on_page = lines.iter().filter(|line| line.page == page);
            let standing: Vec<i64> = in_order(&paper, on_page.collect())
                .iter()
                .map(|line| line.id.0)
                .collect();
            let order = if wanted.is_empty() {
                stepped(&standing, article, &step)
            } else {
                reordered(&standing, &wanted)
            };
            if order != standing {
                let ids: Vec<ArticleId> = order.iter().copied().map(ArticleId).collect();
                set_order(tx, day, page, &ids, now)?;
                let names = |order: &[i64]| {
                    order
                        .iter()
                        .map(i64::to_string)
                        .collect::<Vec<_>>()
                        .join(" ")
                };
                let label = format!("page {page} of {}", day.iso());
                let act = Act {
                    act: "put in order",
                    subject: "edition",
                    subject_id: day.0,
                    label: &label,
                    before: &names(&standing),
                    after: &names(&order),
                };
                note_act(tx, &actor, &act, now)?;
            }
            Ok(())
        })
        .await?;
    Ok(redirect(&format!("{}#page-{page}", desk_edition_url(day))))
}

/// The order with one article a step up or down, or on top.
fn stepped(standing: &[i64], article: i64, step: &str) -> Vec<i64> {
    let mut order = standing.to_vec();
    let Some(at) = order.iter().position(|id| *id == article) else {
        return order;
    };
    let to = match step {
        "up" => at.saturating_sub(1),
        "down" => (at + 1).min(order.len() - 1),
        "top" => 0,
        _ => at,
    };
    let moved = order.remove(at);
    order.insert(to, moved);
    order
}

/// Those that are wanted, in the order wanted, as far as they stand on the page; the others after them as they stand.
fn reordered(standing: &[i64], wanted: &[i64]) -> Vec<i64> {
    let mut order: Vec<i64> = Vec::with_capacity(standing.len());
    for id in wanted.iter().chain(standing) {
        if standing.contains(id) && !order.contains(id) {
            order.push(*id);
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_moves_one_article_and_loses_none() {
        let standing = [1, 2, 3];
        for (article, step, order) in [
            (2, "up", [2, 1, 3]),
            (2, "down", [1, 3, 2]),
            (3, "top", [3, 1, 2]),
            (1, "up", [1, 2, 3]),
            (3, "down", [1, 2, 3]),
            (9, "up", [1, 2, 3]),
            (2, "sideways", [1, 2, 3]),
        ] {
            assert_eq!(stepped(&standing, article, step), order, "{article} {step}");
        }
        assert!(stepped(&[], 1, "down").is_empty());
    }

    #[test]
    fn what_came_meanwhile_stands_after_what_was_ordered() {
        assert_eq!(reordered(&[1, 2, 3, 4], &[3, 1]), [3, 1, 2, 4]);
        assert_eq!(reordered(&[1, 2], &[2, 9, 2, 1]), [2, 1]);
    }
}
