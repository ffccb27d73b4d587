// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/settings/settings.h"
#include "ui/theme/theme.h"

#include <QSplitter>
#include <QTimer>

namespace cocoon::ui {

/// A list and beside it the detail of what is chosen. Where somebody puts the border is kept for each place, over a restart too;
/// where the detail would be cut there, as with a larger text, the border is where it usually is.
class SideSplit : public QSplitter {
    Q_OBJECT
public:
    /// Usually the detail has two fifths of the width, at most `most` design pixels.
    SideSplit(const Theme& theme, const QString& place, QWidget* list, QWidget* side, int most, QWidget* parent = nullptr);
    ~SideSplit() override;
    QSize sizeHint() const override { return minimumSizeHint(); } ///< it takes what there is, and no page scrolls for more

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void placeBorder();
    int leastWidth() const;
    void keep();

    const Theme& m_theme;
    QString m_place;
    QWidget* m_list;
    QWidget* m_side;
    int m_most;
    Settings m_settings;
    QTimer m_keep;
};

} // namespace cocoon::ui
