// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/kind_menu.h"

#include "models/words/words.h"

namespace cocoon::ui {

using namespace Qt::StringLiterals;
using dashboard::KindInfo;

KindMenu::KindMenu(dashboard::ClusterReader& reader, QWidget* parent)
    : QMenu(parent)
    , m_reader(reader)
{
    connect(this, &QMenu::aboutToShow, this, &KindMenu::fill);
}

KindInfo KindMenu::find(const QString& id) const
{
    const auto found = std::find_if(m_kinds.begin(), m_kinds.end(), [&id](const KindInfo& kind) { return kind.qualified() == id; });
    return found == m_kinds.end() ? KindInfo() : *found;
}

void KindMenu::fill()
{
    clear();
    const auto add = [this](QMenu* menu, const QString& text, const QString& id) { menu->addAction(text, this, [this, id] { Q_EMIT chosen(id); }); };
    add(this, tr("Confidential pods"), u"confidential"_s);
    add(this, tr("All pods"), u"pods"_s);
    addSeparator();
    if (m_kinds.isEmpty()) {
        addAction(tr("Asking what the cluster serves …"))->setEnabled(false);
        read({});
        return;
    }
    static const QStringList common { u"nodes"_s, u"deployments.apps"_s, u"daemonsets.apps"_s, u"configmaps"_s, u"secrets"_s, u"events"_s, u"peerpods.confidentialcontainers.org"_s,
        u"kataconfigs.kataconfiguration.openshift.io"_s };
    for (const QString& id : common) {
        const KindInfo kind = find(id);
        if (!kind.kind.isEmpty()) {
            add(this, kind.kind, id);
        }
    }
    addSeparator();
    QMenu* all = addMenu(tr("Every kind"));
    QMenu* others = nullptr;
    QString letter;
    for (const KindInfo& kind : std::as_const(m_kinds)) {
        if (letter != kind.kind.left(1)) {
            letter = kind.kind.left(1);
            others = all->addMenu(letter);
        }
        add(others, kind.group.isEmpty() ? kind.kind : kind.kind + u"  ·  "_s + kind.group, kind.qualified());
    }
}

void KindMenu::read(const QString& then)
{
    m_reader.kinds()->then(this, [this, then](const Result<QList<KindInfo>>& kinds) {
        if (!kinds || kinds->isEmpty()) {
            Q_EMIT failed(kinds ? QString() : words::explain(kinds.error()).text());
            return;
        }
        m_kinds = *kinds;
        if (!then.isEmpty()) {
            Q_EMIT chosen(then);
        } else if (isVisible()) {
            fill();
        }
    });
}

} // namespace cocoon::ui
