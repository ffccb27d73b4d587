// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDBusVariant>
#include <QObject>

namespace cocoon::app {

/// Whether the desktop is light, dark or in high contrast, and every change of it, from the settings portal
/// (org.freedesktop.portal.Settings, namespace org.freedesktop.appearance): Qt 6.4 has no property for it. Silent where there is
/// no portal. Owned by main(); thread: GUI thread.
class DesktopLook : public QObject {
    Q_OBJECT
public:
    explicit DesktopLook(QObject* parent = nullptr);

Q_SIGNALS:
    void changed(bool isDark, bool isContrast);

private Q_SLOTS:
    void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void read(const QString& key);
    void take(const QString& key, const QVariant& value);

    bool m_isDark = false;
    bool m_isContrast = false;
};

} // namespace cocoon::app
