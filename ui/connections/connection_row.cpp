// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/connection_row.h"

#include "ui/connections/check_panel.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/scroll_page.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMenu>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using Kind = KnownConnection::Kind;

namespace {
    QString iconFor(Kind kind)
    {
        return kind == Kind::Sandbox ? u"sandbox"_s : kind == Kind::Cloud ? u"cloud"_s : u"file"_s;
    }
}

ConnectionRow::ConnectionRow(const Theme& theme, const KnownConnection& connection, QWidget* parent)
    : QFrame(parent)
    , m_connection(connection)
    , m_name(new ElidedLabel("section"))
    , m_newName(new QLineEdit)
    , m_below(new QWidget)
    , m_theme(theme)
{
    setObjectName(u"connection."_s + connection.name);
    setAccessibleName(connection.name);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 4, 0, 4);
    column->setSpacing(6);
    auto* line = new QHBoxLayout;
    line->setSpacing(10);
    auto* picture = new QLabel;
    const auto restyle = [&theme, picture, icon = iconFor(connection.kind)] { picture->setPixmap(theme.pixmap(icon, theme.color(u"text2"_s), 20)); };
    connect(&theme, &Theme::changed, picture, restyle);
    restyle();
    line->addWidget(picture, 0, Qt::AlignTop);
    auto* text = new QVBoxLayout;
    text->setSpacing(1);
    m_name->setFullText(connection.name);
    text->addWidget(m_name);
    m_newName->hide();
    m_newName->setObjectName(u"connection.newName"_s);
    m_newName->setAccessibleName(tr("New name of %1").arg(connection.name));
    m_newName->installEventFilter(this);
    text->addWidget(m_newName);
    auto* detail = new ElidedLabel(connection.problem.isEmpty() ? "faint" : "small");
    detail->setFullText(connection.problem.isEmpty() ? connection.detail : connection.problem);
    text->addWidget(detail);
    line->addLayout(text, 1);
    const auto addChip = [&](items::Mark mark, const QString& word) {
        auto* chip = new Chip(theme);
        chip->show(mark, word);
        line->addWidget(chip);
    };
    if (!connection.problem.isEmpty()) {
        addChip(items::Mark::Error, tr("Not readable"));
    }
    if (connection.isProtected) {
        addChip(items::Mark::Warning, tr("Protected"));
    }
    m_test = makeButton(tr("Test"), "small");
    m_test->setObjectName(u"connection.test"_s);
    m_test->setAccessibleName(tr("Test the connection to %1").arg(connection.name));
    m_test->setToolTip(tr("Tries the way step by step: name, proxy, reach, certificate, credential"));
    connect(m_test, &QPushButton::clicked, this, [this] { Q_EMIT checkWanted(m_connection.id); });
    line->addWidget(m_test);
    if (connection.isOpen) {
        addChip(items::Mark::Ok, tr("Open"));
    } else {
        QPushButton* open = m_open = makeButton(tr("Connect"), "small");
        open->setObjectName(u"connection.open"_s);
        open->setAccessibleName(tr("Connect to %1").arg(connection.name));
        open->setEnabled(connection.problem.isEmpty());
        open->setToolTip(connection.problem);
        connect(open, &QPushButton::clicked, this, [this] { Q_EMIT openWanted(m_connection.id); });
        line->addWidget(open);
    }
    auto* more = new QToolButton;
    more->setObjectName(u"connection.more"_s);
    more->setText(u"⋯"_s);
    more->setPopupMode(QToolButton::InstantPopup);
    more->setAccessibleName(tr("More about %1").arg(connection.name));
    more->setToolTip(tr("Rename, protect, remove"));
    more->setMenu(makeMenu());
    m_more = more;
    line->addWidget(more);
    column->addLayout(line);
    auto* belowColumn = new QVBoxLayout(m_below);
    belowColumn->setContentsMargins(30, 0, 0, 0);
    column->addWidget(m_below);
}

QMenu* ConnectionRow::makeMenu()
{
    auto* menu = new QMenu(this);
    menu->addAction(tr("Rename"), this, &ConnectionRow::startRename);
    menu->addAction(m_connection.isProtected ? tr("Protect no longer") : tr("Mark as protected"), this,
        [this] { Q_EMIT protectWanted(m_connection.id, !m_connection.isProtected); });
    menu->addSeparator();
    const bool isKeptSandbox = m_connection.kind == Kind::Sandbox;
    QAction* remove = menu->addAction(m_connection.isAdded && !m_connection.isSaved ? tr("Take this file off the list") : tr("Remove from the list"), this, &ConnectionRow::askBeforeRemoval);
    remove->setEnabled(!isKeptSandbox && !m_connection.isOpen && (m_connection.isSaved || m_connection.isAdded));
    return menu;
}

void ConnectionRow::follow(Job<net::ProbeSteps>* check)
{
    if (m_check == nullptr) {
        m_check = new CheckPanel(m_theme, m_connection.name);
        connect(m_check, &CheckPanel::startWanted, this, [this] { Q_EMIT openWanted(m_connection.id); });
        m_below->layout()->addWidget(m_check);
    }
    m_check->showRunning();
    m_test->setEnabled(false);
    check->then(this, [this](const Result<net::ProbeSteps>& steps) {
        m_test->setEnabled(true);
        m_check->show(steps.value_or(net::ProbeSteps()));
        // Of what does not run there is nothing to test and nothing to connect to: it is started.
        m_test->setVisible(!m_check->isAsleep());
        if (m_open != nullptr) {
            m_open->setVisible(!m_check->isAsleep());
        }
        (m_check->isAsleep() ? m_check->start() : m_test)->setFocus(Qt::OtherFocusReason);
        QTimer::singleShot(0, m_check, [check = m_check] { bringIntoView(check); }); // once it has its height
    });
}

void ConnectionRow::startRename()
{
    m_newName->setText(m_connection.name);
    m_name->hide();
    m_newName->show();
    m_newName->selectAll();
    m_newName->setFocus(Qt::OtherFocusReason);
}

void ConnectionRow::endRename()
{
    m_newName->hide();
    m_name->show();
    m_more->setFocus(Qt::OtherFocusReason);
}

bool ConnectionRow::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_newName && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Escape) {
            endRename();
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            const QString name = m_newName->text().trimmed();
            endRename();
            if (!name.isEmpty() && name != m_connection.name) {
                Q_EMIT renameWanted(m_connection.id, name);
            }
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void ConnectionRow::askBeforeRemoval()
{
    if (m_question != nullptr) {
        return;
    }
    m_question = new QWidget;
    auto* line = new QHBoxLayout(m_question);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(makeText(tr("Take %1 off the list? The cluster and its files are not touched; a key in the keyring is forgotten.").arg(m_connection.name), "muted"), 1);
    QPushButton* keep = makeButton(tr("Cancel"), "small");
    QPushButton* remove = makeButton(tr("Remove"), "small");
    remove->setObjectName(u"connection.remove"_s);
    connect(keep, &QPushButton::clicked, this, [this] {
        m_question->setParent(nullptr);
        m_question->deleteLater(); // its button is on the stack
        m_question = nullptr;
        m_more->setFocus(Qt::OtherFocusReason);
    });
    connect(remove, &QPushButton::clicked, this, [this] { Q_EMIT removeWanted(m_connection.id); });
    line->addWidget(keep);
    line->addWidget(remove);
    m_below->layout()->addWidget(m_question);
    m_question->show(); // what is not shown yet takes no focus
    keep->setFocus(Qt::OtherFocusReason);
}

} // namespace cocoon::ui
