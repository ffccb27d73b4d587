// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QPushButton>

class QComboBox;
class QTabBar;

namespace cocoon::ui {

class Theme;

/// A label in one of the style sheet's roles: "title", "figure", "section", "label", "small", "muted", "faint", "mono" …
QLabel* makeLabel(const QString& text, const char* role, QWidget* parent = nullptr);
/// The same, broken only where there is no room for it in one line.
QLabel* makeLine(const QString& text, const char* role, QWidget* parent = nullptr);
/// The same, broken over lines.
QLabel* makeText(const QString& text, const char* role, QWidget* parent = nullptr);
/// A button of a kind: "primary", "small", "link", "danger", or "" for a plain one.
QPushButton* makeButton(const QString& text, const char* kind, QWidget* parent = nullptr);
/// Tabs as all cards have them: each with its whole word, and no arrows that hide what there is to choose.
void dressTabs(QTabBar* tabs);
/// Gives the button an icon that follows the theme.
void setThemedIcon(QAbstractButton* button, const Theme& theme, const QString& icon, const QString& token = QStringLiteral("text2"));
/// A widget is at most so many design pixels wide, in every size of the text.
void keepWidth(const Theme& theme, QWidget* widget, int designPixels);
/// Changes a property that the style sheet looks at.
void setStyled(QWidget* widget, const char* property, const QString& value);
/// What a screen reader says of the widget. Qt announces a name that is set again, changed or not: only a new one is set here.
void setSpokenName(QWidget* widget, const QString& name);
void setSpokenDescription(QWidget* widget, const QString& description);
/// A combo box is read as what it shows; what it is for comes from a label beside it or, as here, from its description.
void setSpokenPurpose(QComboBox* combo, const QString& name);
/// Puts text on the clipboard and says so for a moment in the button's own words.
void copyWithWord(QPushButton* button, const QString& text);

/// One line that gives way: shows "…" when there is no room, and the whole as tool tip.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(const char* role, QWidget* parent = nullptr, Qt::TextElideMode mode = Qt::ElideRight);
    void setFullText(const QString& text);
    QString fullText() const { return m_full; }
    QSize minimumSizeHint() const override;
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_full;
    Qt::TextElideMode m_mode;
};

} // namespace cocoon::ui
