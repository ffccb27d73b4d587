// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/dashboard/cluster_reader.h"
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

/// The log of one container, followed. Scrolling up stops following and says so; End goes on.
class LogView : public QWidget {
    Q_OBJECT
public:
    LogView(const Theme& theme, dashboard::ClusterReader& reader, QWidget* parent = nullptr);
    /// "" = nothing to show.
    void show(const QString& ns, const QString& pod, const QStringList& containers);
    void setRestarts(int restarts); ///< without one there is no log from before
    void setActive(bool isActive); ///< reads only while somebody looks
    QString text() const;

private:
    void open();
    void find(bool backwards);
    void countHits();
    void sayOpen();
    dashboard::ClusterReader& m_reader;
    QComboBox* m_container;
    QComboBox* m_since;
    QCheckBox* m_previous;
    QLineEdit* m_search;
    QLabel* m_hits;
    QLabel* m_says;
    QPlainTextEdit* m_text;
    TextTools* m_tools = nullptr;
    QPointer<dashboard::LogFollower> m_follower;
    QString m_ns;
    QString m_pod;
    bool m_isActive = false;
    bool m_isOpen = false;
};

} // namespace cocoon::ui
