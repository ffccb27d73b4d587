// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/palette.h"

#include "ui/shell/commands.h"

#include <QApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <algorithm>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

Palette::Palette(const Theme& theme, Commands& commands, QWidget* window)
    : QFrame(window)
    , m_theme(theme)
    , m_commands(commands)
    , m_line(new QLineEdit)
    , m_list(new QListWidget)
{
    setObjectName(u"palette"_s);
    setAccessibleName(tr("Command palette"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(10, 10, 10, 10);
    column->setSpacing(8);
    m_line->setPlaceholderText(tr("What do you want to do?"));
    m_line->setAccessibleName(tr("What do you want to do?"));
    m_line->setObjectName(u"palette.line"_s);
    m_list->setObjectName(u"palette.list"_s);
    m_list->setAccessibleName(tr("Matching commands"));
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setFocusPolicy(Qt::NoFocus);
    column->addWidget(m_line);
    column->addWidget(m_list);
    connect(m_line, &QLineEdit::textChanged, this, &Palette::list);
    connect(m_line, &QLineEdit::returnPressed, this, &Palette::run);
    connect(m_list, &QListWidget::itemClicked, this, &Palette::run);
    m_line->installEventFilter(this);
    hide();
}

int Palette::score(const QString& name, const QString& typed)
{
    const QString wanted = typed.simplified().toLower();
    const QString text = name.toLower();
    if (wanted.isEmpty()) {
        return 1;
    }
    if (text.startsWith(wanted)) {
        return 1000;
    }
    if (text.contains(u' ' + wanted)) {
        return 800;
    }
    if (text.contains(wanted)) {
        return 600;
    }
    qsizetype at = 0;
    int points = 400;
    for (const QChar c : wanted) {
        const qsizetype found = text.indexOf(c, at);
        if (found < 0) {
            return 0;
        }
        points -= static_cast<int>(found - at);
        at = found + 1;
    }
    return qMax(1, points);
}

void Palette::open()
{
    m_before = QApplication::focusWidget();
    const int width = qMin(m_theme.px(560), parentWidget()->width() - 40);
    setGeometry((parentWidget()->width() - width) / 2, m_theme.px(64), width, qMin(m_theme.px(380), parentWidget()->height() - m_theme.px(90)));
    m_line->clear();
    list();
    show();
    raise();
    m_line->setFocus(Qt::PopupFocusReason);
}

void Palette::list()
{
    m_list->clear();
    QList<std::pair<int, QAction*>> found;
    for (QAction* action : m_commands.all()) {
        const int points = action->isEnabled() && action->isVisible() ? score(action->text(), m_line->text()) : 0;
        if (points > 0) {
            found.append({ points, action });
        }
    }
    std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [points, action] : std::as_const(found)) {
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        auto* item = new QListWidgetItem(keys.isEmpty() ? action->text() : tr("%1    (%2)").arg(action->text(), keys), m_list);
        item->setData(Qt::UserRole, action->objectName());
        item->setSizeHint({ 0, m_theme.px(30) });
        item->setToolTip(item->text()); // elided where there is no room for it
    }
    m_hits = m_search && m_line->text().trimmed().size() > 2 ? m_search(m_line->text()) : Hits();
    for (qsizetype i = 0; i < m_hits.size(); ++i) {
        auto* item = new QListWidgetItem(m_hits.at(i).first);
        item->setData(Qt::UserRole + 1, static_cast<int>(i));
        item->setSizeHint({ 0, m_theme.px(30) });
        item->setToolTip(item->text());
        m_list->insertItem(static_cast<int>(i), item); // what is there comes before what could be done
    }
    if (found.isEmpty() && m_hits.isEmpty()) {
        auto* item = new QListWidgetItem(tr("No command is called like that."), m_list);
        item->setFlags(Qt::NoItemFlags);
    }
    m_list->setCurrentRow(0);
}

void Palette::run()
{
    const QListWidgetItem* item = m_list->currentItem();
    QAction* action = item != nullptr ? m_commands.find(item->data(Qt::UserRole).toString()) : nullptr;
    const QVariant hit = item != nullptr ? item->data(Qt::UserRole + 1) : QVariant();
    leave();
    if (hit.isValid()) {
        QTimer::singleShot(0, this, m_hits.at(hit.toInt()).second);
    } else if (action != nullptr) {
        QTimer::singleShot(0, action, &QAction::trigger); // after the focus has gone back
    }
}

void Palette::leave()
{
    hide();
    if (m_before != nullptr) {
        m_before->setFocus(Qt::PopupFocusReason);
    }
}

bool Palette::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape) {
            leave();
            return true;
        }
        if (key->key() == Qt::Key_Down || key->key() == Qt::Key_Up) {
            const int by = key->key() == Qt::Key_Down ? 1 : -1;
            m_list->setCurrentRow(qBound(0, m_list->currentRow() + by, m_list->count() - 1));
            return true;
        }
    } else if (event->type() == QEvent::FocusOut && isVisible()) {
        QTimer::singleShot(0, this, [this] {
            if (!m_line->hasFocus()) {
                hide();
            }
        });
    }
    return QFrame::eventFilter(watched, event);
}

} // namespace cocoon::ui
