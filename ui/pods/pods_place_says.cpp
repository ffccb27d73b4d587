// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// What the place says of what it could not read or find, and what leads on from there.
#include "models/dashboard/age.h"
#include "models/dashboard/rights.h"
#include "ui/pods/forbidden_view.h"
#include "ui/pods/namespace_box.h"
#include "ui/pods/pod_detail.h"
#include "ui/pods/pods_place.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/dropped_mark.h"
#include "ui/widgets/error_panel.h"
#include "ui/widgets/side_split.h"

#include <QLineEdit>
#include <QLocale>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using dashboard::PodStore;
using items::PodTable;

/// How many there are; not as the last word while more may come.
QString PodsPlace::countText() const
{
    const items::LiveTable& table = current();
    const QString shown = QLocale().toString(table.rowCount());
    const QString all = QLocale().toString(table.total());
    const bool isComing = showsPods() ? m_store.state() == PodStore::State::Closed || m_store.state() == PodStore::State::Loading : !m_feed.isRead() && m_feed.error().message.isEmpty();
    if (!isComing) {
        return tr("%1 of %2").arg(shown, all);
    }
    return table.total() == 0 ? QString() : table.rowCount() == table.total() ? tr("%1, still reading").arg(all) : tr("%1 of %2, still reading").arg(shown, all);
}

/// Why there is nothing to see.
QString PodsPlace::emptyText() const
{
    const bool isFiltered = current().total() > 0;
    if (isFiltered) {
        return tr("Nothing matches the filter. Esc clears it.");
    }
    const QString where = m_namespaces->ns().isEmpty() ? tr("this cluster") : tr("namespace %1").arg(m_namespaces->ns());
    if (!showsPods()) {
        return !m_feed.error().message.isEmpty() ? QString() : m_feed.isRead() ? tr("There are none in %1.").arg(where) : tr("Reading …");
    }
    switch (m_store.state()) {
    case PodStore::State::Closed:
    case PodStore::State::Loading: return tr("Reading the pods …");
    case PodStore::State::Forbidden: return {}; // said in the table's place
    case PodStore::State::Failed: return tr("The pods could not be read.");
    case PodStore::State::Live:
    case PodStore::State::Stale: break;
    }
    if (m_table->scope() == PodTable::Scope::All) {
        return tr("No pods run in %1.").arg(where);
    }
    return tr("No confidential pods run in %1: none of its %2 pods has a confidential runtime class such as kata-remote.").arg(where).arg(QLocale().toString(m_store.pods().size()));
}

void PodsPlace::sayState()
{
    const Error& error = showsPods() ? m_store.error() : m_feed.error();
    const bool isTold = !error.message.isEmpty() && error.code != Errc::Cancelled;
    const bool isRefused = isTold && error.code == Errc::Forbidden && current().total() == 0;
    refuse(isRefused);
    if (!isTold || isRefused) {
        m_error->clear();
    } else if (m_error->property("said").toString() != error.message || m_error->isHidden()) {
        m_error->setProperty("said", error.message);
        m_error->show(error);
    }
    const auto next = std::chrono::duration_cast<std::chrono::seconds>(showsPods() ? m_store.nextAttempt() : m_feed.nextAttempt()).count();
    m_error->setNote(next > 0 ? tr("Next attempt in %1 s").arg(next) : QString());
    const QDateTime heard = showsPods() ? m_store.heard() : m_feed.readAt();
    const bool isLive = showsPods() && m_store.state() == PodStore::State::Live;
    m_age->setText(isLive ? tr("Live") : heard.isValid() ? tr("Read %1 ago").arg(dashboard::howLong(heard.toMSecsSinceEpoch(), QDateTime::currentMSecsSinceEpoch()))
            : isTold                                     ? QString()
                                                         : tr("Reading …"));
    if (showsPods() && !isRefused && !m_store.cloud().areInstancesKnown && m_isOpen) {
        m_age->setText(m_age->text() + u" · "_s + tr("the cloud's side is not known"));
    }
}

/// Everything here that the desk does not ask for.
void PodsPlace::readAgain()
{
    if (!isVisible()) {
        return; // it reads when it is looked at
    }
    if (m_store.isConnected()) {
        m_store.retry();
    } else if (m_store.state() == PodStore::State::Failed) {
        open();
    }
    m_feed.readNow();
    m_namespaces->read();
    m_detail->readAgain();
}

/// What somebody does next where nothing is listed.
QString PodsPlace::emptyAction() const
{
    if (current().total() > 0) {
        return tr("Clear the filter");
    }
    const bool isKnown = showsPods() && (m_store.state() == PodStore::State::Live || m_store.state() == PodStore::State::Stale);
    return isKnown && m_table->scope() == PodTable::Scope::Confidential ? (isSetUp() ? tr("Open Setup ▸ Workload") : tr("Open the set-up")) : QString();
}

/// Are workers there that confidential pods run on? Before that nobody needs a workload.
bool PodsPlace::isSetUp() const
{
    const auto nodes = m_desk.assessment(u"nodes"_s);
    return nodes && nodes->state == plan::StepState::Done;
}

void PodsPlace::actOnEmpty()
{
    if (current().total() > 0) {
        m_filter->clear();
        m_view->setFocus(Qt::OtherFocusReason);
    } else {
        Q_EMIT opened(isSetUp() ? u"setup/workload"_s : u"setup"_s);
    }
}

/// What would help stands where the table would be empty.
void PodsPlace::refuse(bool isRefused)
{
    m_split->setVisible(!isRefused);
    m_refused->setVisible(isRefused);
    m_count->setVisible(!isRefused);
    m_dropped->setVisible(!isRefused);
    if (isRefused) {
        const bool canChoose = showsPods() || m_feed.kind().isNamespaced;
        const QString kind = showsPods() ? u"pods"_s : m_feed.kind().qualified();
        m_refused->show(showsPods() ? tr("You may not list pods here. Choose a namespace that you have access to.") : tr("You may not list %1 here.").arg(m_feed.kind().plural),
            dashboard::missingList(kind, canChoose ? m_namespaces->ns() : QString()), canChoose);
    }
}

} // namespace cocoon::ui
