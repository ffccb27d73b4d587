// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/dashboard/board.h"

#include "models/dashboard/sentence.h"
#include "models/dashboard/sighting.h"
#include "services/base/json.h"
#include "services/base/log.h"

#include <QElapsedTimer>

namespace cocoon::dashboard {

using namespace Qt::StringLiterals;

namespace {
    constexpr int kLookMs = 250;
    constexpr int kShare = 10; ///< with thousands of servers a look takes its time: at most a tenth of it is spent looking
    constexpr int kLongestMs = 2000; ///< and nothing is older than this because of it
    constexpr int kBeatMs = 10000; ///< so that the history knows somebody was looking
    const QString kSubscriber = u"board"_s;
}

Board::Board(setup::Desk& desk, history::History& history, QObject* parent)
    : QObject(parent)
    , m_desk(desk)
    , m_history(history)
{
    m_soon.setSingleShot(true);
    m_soon.setInterval(kLookMs);
    connect(&m_soon, &QTimer::timeout, this, &Board::look);
    connect(&desk, &setup::Desk::assessed, this, [this] {
        if (!m_soon.isActive()) {
            m_soon.start();
        }
    });
    m_beat.setInterval(kBeatMs);
    connect(&m_beat, &QTimer::timeout, this, &Board::look);
    m_beat.start();
    look();
}

Board::~Board()
{
    m_desk.want(kSubscriber, {});
}

void Board::setSpendLimit(double usdPerHour)
{
    if (!qFuzzyCompare(1 + m_spendLimit, 1 + usdPerHour)) {
        m_spendLimit = usdPerHour;
        look();
    }
}

void Board::look()
{
    QElapsedTimer took;
    took.start();
    const world::World world = m_desk.world();
    m_scene = sceneOf(world, m_desk.intent(), coco::Facts::builtIn(), m_desk.assessment(u"nodes"_s).value_or(plan::Assessment()));
    // One age for all that the cluster says: what was heard last, as the header says it.
    if (const setup::Desk::Truth truth = m_desk.truth(); truth.state == setup::Desk::Truth::State::Stale) {
        for (Part* part : { &m_scene.nodesPart, &m_scene.podsPart }) {
            part->since = part->state == Part::State::Stale ? truth.since : part->since;
        }
    }
    const QString user = str(world.answer(world::ask::connection()).value, { u"user" }).section(u'/', 0, 0);
    m_attention = attentionOf(m_scene, m_desk.assessments(), m_spendLimit, setup::rightsOf(world), user);
    m_rights = missingRights(world, m_scene.needs);
    if (m_needs != m_scene.needs) {
        m_needs = m_scene.needs;
        m_desk.want(kSubscriber, m_needs);
    }
    keep();
    m_soon.setInterval(qBound(kLookMs, static_cast<int>(took.elapsed()) * kShare, kLongestMs));
    Q_EMIT changed();
}

void Board::keep()
{
    // What is not live is not seen: a look at old data is none.
    if (m_desk.truth().state != setup::Desk::Truth::State::Live) {
        return;
    }
    const QList<Alert> standing = standingAlerts(m_attention);
    QList<Alert> alerts = alertsOf(m_scene, m_attention, m_history);
    if (m_meanwhile) {
        const QList<Alert> news = alertsOf(m_scene, m_attention, *m_meanwhile);
        alerts.removeIf([&news](const Alert& alert) { return std::none_of(news.begin(), news.end(), [&alert](const Alert& one) { return one.id == alert.id; }); });
    }
    const Result<Done> kept = m_history.record(sightingOf(m_scene, m_history, standing));
    rememberMeanwhile(kept.has_value(), standing);
    if (!kept && m_historyTrouble.isEmpty()) {
        qCWarning(lcApp) << "The history is not kept:" << kept.error().message;
    }
    m_historyTrouble = kept ? QString() : kept.error().message;
    for (const Alert& alert : alerts) {
        Q_EMIT alerted(alert);
    }
}

/// What is told once is known from the history. While that cannot be written, its place is taken by one in memory.
void Board::rememberMeanwhile(bool isKept, const QList<Alert>& standing)
{
    if (isKept) {
        m_meanwhile.reset();
        return;
    }
    if (!m_meanwhile) {
        m_meanwhile = std::make_unique<history::History>(QString());
        (void)m_meanwhile->open();
    }
    (void)m_meanwhile->record(sightingOf(m_scene, *m_meanwhile, standing));
}

QString Board::sentence() const
{
    return sentenceOf(m_scene, m_desk.clock().now());
}

bool Board::isLooking() const
{
    const QList<plan::Assessment>& all = m_desk.assessments();
    return all.isEmpty() || std::any_of(all.begin(), all.end(), [this](const plan::Assessment& assessment) {
        if (assessment.state != plan::StepState::Unknown) {
            return false;
        }
        // A step that waits for what may not be read waits for ever; nothing more is coming.
        return std::any_of(assessment.needs.begin(), assessment.needs.end(), [this](const world::Query& query) {
            const world::Answer::State state = m_desk.world().answer(query).state;
            return state == world::Answer::State::Unasked || state == world::Answer::State::Pending;
        });
    });
}

void Board::lookAgain()
{
    m_desk.lookAgain();
}

QString Board::remark() const
{
    return remarkOf(m_scene, m_desk.journal().entries(), m_desk.assessments());
}

Board::Spent Board::spent() const
{
    const history::Total total = m_history.lasted(u"machine"_s, u"usdPerHour"_s, m_scene.now);
    return { total.sum, total.since, total.since.isValid() };
}

} // namespace cocoon::dashboard
