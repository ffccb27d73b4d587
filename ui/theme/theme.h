// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QHash>
#include <QIcon>
#include <QObject>

class QApplication;

namespace cocoon::ui {

/// How something stands, as colour; always shown together with an icon and a word.
enum class Tone { Idle, Ok, Warn, Error, Progress, Money };

/// The look of the window: tokens of resources/theme/tokens.json for light, dark and high contrast, the style sheet made of
/// them, fonts and recoloured icons, all scaled by the text size. One per program, handed down by reference; widgets that
/// paint themselves listen to changed(). Thread: GUI thread.
class Theme : public QObject {
    Q_OBJECT
public:
    enum class Choice { System, Light, Dark, Contrast };
    Q_ENUM(Choice)

    explicit Theme(QApplication& application);

    Choice choice() const { return m_choice; }
    void setChoice(Choice choice);
    /// What the desktop prefers (portal setting); counts while the choice is System.
    void setDesktop(bool isDark, bool isContrast);
    int textPercent() const { return m_textPercent; }
    void setTextPercent(int percent); ///< 100–200
    bool isDark() const;

    QColor color(const QString& token) const; ///< "surface", "text2" … an unknown token is a bug
    QColor color(Tone tone) const;
    QColor weak(Tone tone) const;
    int px(int designPixels) const; ///< scaled with the text size
    QFont font(const QString& size, int weight = QFont::Normal) const; ///< "body", "small", "label", "title", "section", "figure"
    QFont mono() const;
    QPixmap pixmap(const QString& name, const QColor& color, int designPixels = 18) const;
    QIcon icon(const QString& name, const QString& token = QStringLiteral("text2")) const;

    static QString iconName(Tone tone);

Q_SIGNALS:
    void changed();

private:
    void apply();
    QString palette() const;
    QApplication& m_application;
    QFont m_base;
    QString m_monoFamily;
    QHash<QString, QHash<QString, QColor>> m_colors; ///< by palette
    QHash<QString, int> m_sizes;
    Choice m_choice = Choice::System;
    bool m_isDesktopDark = false;
    bool m_isDesktopContrast = false;
    int m_textPercent = 100;
    mutable QHash<QString, QPixmap> m_pixmaps;
};

} // namespace cocoon::ui
