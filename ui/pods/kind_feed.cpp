// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/kind_feed.h"

namespace cocoon::ui {

namespace {
    constexpr int kEveryMs = 10000;
}

KindFeed::KindFeed(dashboard::ClusterReader& reader, QObject* parent)
    : QObject(parent)
    , m_reader(reader)
    , m_table(new items::KindTable(this))
{
    m_again.setSingleShot(true);
    m_again.setInterval(kEveryMs);
    connect(&m_again, &QTimer::timeout, this, &KindFeed::readNow);
}

void KindFeed::open(const dashboard::KindInfo& kind, const QString& ns)
{
    m_kind = kind;
    m_ns = kind.isNamespaced ? ns : QString();
    m_readAt = {};
    m_error = {};
    m_table->reset(kind, m_ns.isEmpty());
    if (kind.kind.isEmpty()) {
        stop();
        return;
    }
    readNow();
}

void KindFeed::stop()
{
    ++m_round;
    m_again.stop();
}

void KindFeed::readNow()
{
    if (m_kind.kind.isEmpty()) {
        return;
    }
    ++m_round;
    m_again.stop();
    m_table->begin();
    next({});
}

void KindFeed::next(const QString& continueToken)
{
    m_reader.page(m_kind, m_ns, continueToken)->then(this, [this, round = m_round](const Result<dashboard::KindPage>& page) {
        if (round != m_round) {
            return;
        }
        if (!page) {
            m_error = page.error();
            m_again.start();
            Q_EMIT read();
            return;
        }
        m_table->take(*page);
        if (!page->continueToken.isEmpty()) {
            next(page->continueToken);
            return;
        }
        m_table->end();
        m_error = {};
        m_readAt = QDateTime::currentDateTimeUtc();
        m_again.start();
        Q_EMIT read();
    });
}

} // namespace cocoon::ui
