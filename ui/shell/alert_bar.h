// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/alerts.h"
#include "ui/theme/theme.h"

#include <QDateTime>
#include <QFrame>

class QLabel;
class QPushButton;

namespace cocoon::ui {

/// What happened while nobody looked, above the place that is open: one alert at a time with its action, said once. It takes
/// no focus and goes only when it is told to.
class AlertBar : public QFrame {
    Q_OBJECT
public:
    explicit AlertBar(const Theme& theme, QWidget* parent = nullptr);
    void add(const dashboard::Alert& alert, bool canOpen);
    void clear();
    /// What is waiting was true at `heard`, and the cluster does not answer any more; invalid = it does.
    void setHeard(const QDateTime& heard);
    qsizetype count() const { return m_alerts.size(); }

Q_SIGNALS:
    void opened(const QString& place);

private:
    struct Waiting {
        dashboard::Alert alert;
        bool canOpen;
    };
    void showFirst();
    void dismiss();
    const Theme& m_theme;
    QList<Waiting> m_alerts;
    QDateTime m_heard;
    QLabel* m_icon;
    QLabel* m_title;
    QLabel* m_evidence;
    QLabel* m_more;
    QPushButton* m_action;
    QPushButton* m_dismiss;
};

} // namespace cocoon::ui
