// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/name_guard.h"

#include "ui/widgets/labels.h"

#include <QLineEdit>

#include <algorithm>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

NameGuard::NameGuard(QWidget* parent)
    : Card(tr("This connection is protected"), parent)
    , m_says(makeText({}, ""))
    , m_typed(new QLineEdit)
    , m_go(makeButton(tr("Go on"), "danger"))
{
    setTone(u"error"_s);
    m_says->setTextFormat(Qt::RichText);
    content()->addWidget(m_says);
    m_typed->setObjectName(u"guard.name"_s);
    m_typed->setAccessibleName(tr("Name of the cluster"));
    m_go->setObjectName(u"guard.go"_s);
    QPushButton* cancel = makeButton(tr("Cancel"), "");
    cancel->setObjectName(u"guard.cancel"_s);
    auto* row = new QHBoxLayout;
    row->addWidget(m_typed, 1);
    row->addWidget(cancel);
    row->addWidget(m_go);
    content()->addLayout(row);
    connect(m_typed, &QLineEdit::textChanged, this, [this](const QString& text) { m_go->setEnabled(text.trimmed() == m_name); });
    connect(m_typed, &QLineEdit::returnPressed, this, [this] {
        if (m_go->isEnabled()) {
            give();
        }
    });
    connect(m_go, &QPushButton::clicked, this, &NameGuard::give);
    connect(cancel, &QPushButton::clicked, this, &NameGuard::leave);
    hide();
}

void NameGuard::setName(const QString& name)
{
    if (m_name != name) { // somebody may be typing it
        m_name = name;
        leave();
    }
}

bool NameGuard::isNeeded(const QList<plan::Change>& changes) const
{
    return !m_name.isEmpty() && std::any_of(changes.begin(), changes.end(), [](const plan::Change& change) { return change.disturbs(); });
}

void NameGuard::ask(const QList<plan::Change>& changes, bool disturbsLater, std::function<void()> go)
{
    if (m_name.isEmpty() || (!isNeeded(changes) && !disturbsLater)) {
        go();
        return;
    }
    QStringList what;
    for (const plan::Change& change : changes) {
        if (change.disturbs()) {
            what.append(change.title);
        }
    }
    const QString named = what.size() > 3 ? tr("%1 and %n more", nullptr, static_cast<int>(what.size()) - 3).arg(what.mid(0, 3).join(u", "_s)) : what.join(u", "_s);
    const QString name = u"<b style=\"font-family:'JetBrains Mono',monospace\">%1</b>"_s.arg(m_name.toHtmlEscaped());
    m_says->setText(what.isEmpty() ? tr("The set-up reboots workers on its way. Type the name %1 to go on.").arg(name)
                                   : tr("It disturbs what runs: %1. Type the name %2 to go on.").arg(named.toHtmlEscaped(), name));
    m_next = std::move(go);
    m_typed->clear();
    m_go->setEnabled(false);
    show();
    m_typed->setFocus(Qt::OtherFocusReason);
    Q_EMIT askingChanged();
}

void NameGuard::give()
{
    const auto next = std::exchange(m_next, {});
    leave();
    if (next) {
        next();
    }
}

void NameGuard::leave()
{
    m_next = {};
    m_typed->clear();
    hide();
    Q_EMIT askingChanged();
}

} // namespace cocoon::ui
