// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>

namespace cocoon::ui {

/// Parts side by side; where there is no room for the next one, it stands in a further line. So nothing is cut in larger text
/// and in longer languages. What can grow, such as a filter, shares what a line has left.
class FlowLayout : public QLayout {
public:
    explicit FlowLayout(QWidget* parent = nullptr); ///< without margins, 8 apart
    ~FlowLayout() override;
    void insertWidget(int index, QWidget* widget);
    void addSpring(); ///< what comes after it stands on the right

    void addItem(QLayoutItem* item) override;
    int count() const override { return static_cast<int>(m_items.size()); }
    QLayoutItem* itemAt(int index) const override { return m_items.value(index, nullptr); }
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return Qt::Horizontal; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override; ///< in one line
    QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

private:
    struct Part {
        QLayoutItem* item;
        int width;
    };
    struct Line {
        QList<Part> parts;
        int used = 0; ///< of the width
        qsizetype spring = -1; ///< the part that it stands before
    };
    int leastWidth() const; ///< of one line
    QList<Line> linesIn(int width) const;
    static int grow(Line& line, int room);
    static int heightOf(const Line& line);
    QList<QLayoutItem*> m_items;
};

} // namespace cocoon::ui
