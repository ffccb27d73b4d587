// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/cluster_reader.h"
#include "models/dashboard/log_filter.h"
#include "ui/theme/theme.h"

#include <QPointer>
#include <QWidget>

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace cocoon::ui {

class TextTools;

/// The log of one container, followed, without a terminal's colours. Scrolling up stops following and says so; End goes on. What
/// is looked for (words, or /a regular expression/) can hide the other lines.
class LogView : public QWidget {
    Q_OBJECT
public:
    LogView(const Theme& theme, dashboard::ClusterReader& reader, QWidget* parent = nullptr);
    /// "" = nothing to show.
    void show(const QString& ns, const QString& pod, const QStringList& containers);
    void setRestarts(int restarts); ///< without one there is no log from before
    void setActive(bool isActive); ///< reads only while somebody looks
    QString text() const; ///< what is shown
    void take(const QStringList& lines); ///< more of it

private:
    void open();
    void say(const QString& text, bool isFollowing = false);
    void find(bool backwards);
    void searched();
    void countHits();
    void sayPosition();
    QString shown(const QStringList& lines) const;
    void sayOpen();
    dashboard::ClusterReader& m_reader;
    QComboBox* m_container;
    QComboBox* m_since;
    QCheckBox* m_previous;
    QCheckBox* m_stamps;
    QCheckBox* m_only;
    QLineEdit* m_search;
    QLabel* m_hits;
    QLabel* m_says;
    QLabel* m_follows;
    QPlainTextEdit* m_text;
    QStringList m_lines; ///< all that was read, as far as it is kept
    dashboard::LogFilter m_filter;
    int m_found = 0;
    bool m_isNarrow = false; ///< only lines with a hit are shown
    TextTools* m_tools = nullptr;
    QPointer<dashboard::LogFollower> m_follower;
    QString m_ns;
    QString m_pod;
    bool m_isActive = false;
    bool m_isOpen = false;
};

} // namespace cocoon::ui
