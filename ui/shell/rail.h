// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QButtonGroup>
#include <QWidget>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace cocoon::ui {

/// The places of the window, on the left. Narrow, it shows icons only.
class Rail : public QWidget {
    Q_OBJECT
public:
    explicit Rail(const Theme& theme, QWidget* parent = nullptr);
    void addPlace(const QString& id, const QString& name, const QString& icon, bool afterLine = false);
    void setPlaceEnabled(const QString& id, bool isEnabled);
    void setCurrent(const QString& id);
    /// A number to look at, 0 = none.
    void setBadge(const QString& id, int count, const QString& what);
    void setNarrow(bool isNarrow);

Q_SIGNALS:
    void chosen(const QString& id);

private:
    void restyle();
    struct Place {
        QString id;
        QString name;
        QString icon;
        QToolButton* button;
        int badge = 0;
    };
    const Theme& m_theme;
    QList<Place> m_places;
    QButtonGroup m_group;
    bool m_isTold = false; ///< which place shows, rather than telling it
    QLabel* m_logo;
    QLabel* m_brand;
    QVBoxLayout* m_column;
    bool m_isNarrow = false;
};

} // namespace cocoon::ui
