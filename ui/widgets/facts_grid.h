// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QGridLayout;
class QLabel;

namespace cocoon::ui {

/// Names on the left, values on the right, to read and to copy.
class FactsGrid : public QWidget {
    Q_OBJECT
public:
    struct Fact {
        QString name;
        QString value; ///< "" leaves the line out
        bool isMono = false;
    };
    explicit FactsGrid(QWidget* parent = nullptr);
    void show(const QList<Fact>& facts);

private:
    QGridLayout* m_grid;
    QList<std::pair<QLabel*, QLabel*>> m_lines;
};

} // namespace cocoon::ui
