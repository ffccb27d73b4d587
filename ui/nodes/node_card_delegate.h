// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace cocoon::ui {

/// Draws a row of the nodes model as a card: name, states as chips, where and how full. Thousands of them cost no widgets.
class NodeCardDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    NodeCardDelegate(const Theme& theme, QObject* parent);
    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    const Theme& m_theme;
};

} // namespace cocoon::ui
