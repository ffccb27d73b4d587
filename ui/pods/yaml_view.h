// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QJsonObject;
class QLabel;
class QPlainTextEdit;

namespace cocoon::ui {

class TextTools;

/// One object as YAML, to read, wrap, copy and save. Shown again it stays where it was scrolled to, and when it is the same
/// nothing happens at all: somebody may be selecting in it.
class YamlView : public QWidget {
    Q_OBJECT
public:
    explicit YamlView(QWidget* parent = nullptr);
    void show(const QString& name, const QJsonObject& object);
    void say(const QString& text); ///< instead of an object
    void setAge(const QString& text); ///< below it; "" = it is as good as new
    QString text() const;

private:
    void setText(const QString& text);
    QPlainTextEdit* m_text;
    QLabel* m_age;
    TextTools* m_tools;
};

} // namespace cocoon::ui
