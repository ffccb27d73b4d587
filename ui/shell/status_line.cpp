// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/status_line.h"

#include "models/dashboard/age.h"
#include "models/setup/look.h"
#include "services/base/json.h"
#include "services/coco/facts.h"
#include "ui/widgets/labels.h"

#include <QHBoxLayout>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

namespace {
    constexpr int kNoteMs = 20000;
}

StatusLine::StatusLine(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_left(new ElidedLabel("small"))
    , m_running(new ElidedLabel("small"))
    , m_journal(makeButton({}, "link"))
{
    setObjectName(u"statusLine"_s);
    setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(20, 0, 14, 0);
    row->setSpacing(18);
    row->addWidget(m_left, 1);
    m_running->setObjectName(u"status.running"_s);
    row->addWidget(m_running);
    row->addWidget(m_journal);
    connect(m_journal, &QPushButton::clicked, this, &StatusLine::activityWanted);
    m_noteEnds.setSingleShot(true);
    connect(&m_noteEnds, &QTimer::timeout, this, [this] {
        m_note.clear();
        refresh();
    });
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &StatusLine::refresh);
    const auto restyle = [this] { setFixedHeight(m_theme.px(28)); };
    connect(&theme, &Theme::changed, this, restyle);
    restyle();
    refresh();
}

void StatusLine::setDesk(setup::Desk* desk)
{
    m_desk = desk;
    if (desk != nullptr) {
        m_wasContacted = true;
        connect(desk, &setup::Desk::assessed, this, &StatusLine::refresh);
        connect(desk, &setup::Desk::runChanged, this, &StatusLine::refresh);
        connect(&desk->journal(), &plan::Journal::grew, this, &StatusLine::refresh);
    }
    refresh();
}

void StatusLine::noteContact()
{
    m_wasContacted = true;
    refresh();
}

void StatusLine::note(const QString& text)
{
    m_note = text;
    m_noteEnds.start(kNoteMs);
    setSpokenDescription(this, text);
    refresh();
}

void StatusLine::refresh()
{
    m_journal->setVisible(m_desk != nullptr);
    if (m_desk == nullptr) {
        const QString quiet = m_wasContacted ? tr("No connection is open.") : tr("Nothing is contacted before you open a connection.");
        m_left->setFullText(m_note.isEmpty() ? quiet : m_note);
        m_running->setFullText({});
        m_second.stop();
        return;
    }
    world::Asker asker(m_desk->world());
    setup::Look look(asker, m_desk->intent(), coco::Facts::builtIn());
    QStringList parts;
    const QString openshift = str(look.cluster(), { u"masterKubeVersion" }).section(u'_', 0, 0);
    if (!openshift.isEmpty()) {
        parts.append(tr("OpenShift %1").arg(openshift));
    }
    // What may not be read, or is being read, is not known: an empty answer alone says that nothing is installed.
    world::Asker csv(m_desk->world());
    const QString version = setup::Look(csv, m_desk->intent(), coco::Facts::builtIn()).installedVersion();
    const bool isAbsent = version.isEmpty() && !csv.isMissing() && csv.failed().isEmpty();
    parts.append(isAbsent ? tr("Sandboxed containers not installed") : version.isEmpty() ? tr("Sandboxed containers: not known")
                                                                                         : tr("Sandboxed containers %1").arg(version));
    const QString image = str(look.image(), { u"name" });
    if (!image.isEmpty()) {
        parts.append(tr("Image %1").arg(image));
    }
    m_left->setFullText(m_note.isEmpty() ? parts.join(u"     "_s) : m_note);
    m_running->setFullText(!m_desk->wanted().isEmpty() ? tr("Waiting for your approval") : m_desk->isRunning() ? tr("Running for %1").arg(dashboard::durationText(m_desk->elapsed())) : tr("Nothing running"));
    int changes = 0;
    for (const QJsonObject& entry : m_desk->journal().entries()) {
        changes += entry.value(u"kind"_s).toString() == u"outcome" && entry.value(u"ok"_s).toBool() ? 1 : 0;
    }
    m_journal->setText(tr("Journal: %n change(s)", nullptr, changes));
    if (m_desk->isRunning() && !m_second.isActive()) {
        m_second.start();
    } else if (!m_desk->isRunning()) {
        m_second.stop();
    }
}

} // namespace cocoon::ui
