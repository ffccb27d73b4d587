// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/cluster_reader.h"

#include <QMenu>

namespace cocoon::ui {

/// What can be listed: confidential pods, all pods, common kinds, and by letter every other kind the cluster serves.
class KindMenu : public QMenu {
    Q_OBJECT
public:
    KindMenu(dashboard::ClusterReader& reader, QWidget* parent);
    bool isRead() const { return !m_kinds.isEmpty(); }
    /// By its qualified name; without a kind when the cluster does not serve it.
    dashboard::KindInfo find(const QString& id) const;
    /// Asks what the cluster serves; chosen(then) follows, "" = the open menu wants to know.
    void read(const QString& then);

Q_SIGNALS:
    void chosen(const QString& id);
    void failed(const QString& why);

private:
    void fill();
    dashboard::ClusterReader& m_reader;
    QList<dashboard::KindInfo> m_kinds;
};

} // namespace cocoon::ui
