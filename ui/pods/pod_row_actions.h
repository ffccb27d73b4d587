// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/items/pod_table.h"
#include "ui/pods/kind_feed.h"
#include "ui/widgets/row_actions.h"

namespace cocoon::ui {

class PodDetail;

/// What can be taken away from the pods' table. It shows pods while no other kind is open.
class PodRowActions : public RowActions {
    Q_OBJECT
public:
    PodRowActions(DataTable& view, const items::PodTable& pods, const KindFeed& feed, const PodDetail& detail, QWidget* parent);
    QString command(const QString& tool) const override;

protected:
    QString fileName() const override;
    void addCopies(QMenu& menu, const QModelIndex& cell) override;

private:
    bool showsPods() const { return m_feed.kind().kind.isEmpty(); }
    const items::PodTable& m_pods;
    const KindFeed& m_feed;
    const PodDetail& m_detail;
};

} // namespace cocoon::ui
