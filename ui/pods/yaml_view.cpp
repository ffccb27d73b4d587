// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/yaml_view.h"

#include "services/base/yaml.h"
#include "ui/pods/text_tools.h"
#include "ui/widgets/labels.h"

#include <QJsonObject>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QVBoxLayout>

namespace cocoon::ui {

YamlView::YamlView(QWidget* parent)
    : QWidget(parent)
    , m_text(new QPlainTextEdit)
    , m_age(makeText({}, "small"))
    , m_tools(new TextTools(m_text))
{
    m_text->setReadOnly(true);
    m_text->setProperty("kind", QStringLiteral("code"));
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setTabChangesFocus(true);
    m_text->setAccessibleName(tr("YAML"));
    m_age->setObjectName(QStringLiteral("yaml.age"));
    m_age->hide();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_text, 1);
    column->addWidget(m_age);
    column->addWidget(m_tools);
}

void YamlView::show(const QString& name, const QJsonObject& object)
{
    m_tools->setFileName(name + QStringLiteral(".yaml"));
    setText(QString::fromUtf8(toYaml(object)));
}

void YamlView::say(const QString& text)
{
    setText(text);
}

void YamlView::setText(const QString& text)
{
    if (m_text->toPlainText() == text) {
        return;
    }
    const int down = m_text->verticalScrollBar()->value();
    const int right = m_text->horizontalScrollBar()->value();
    m_text->setPlainText(text);
    m_text->verticalScrollBar()->setValue(down);
    m_text->horizontalScrollBar()->setValue(right);
}

void YamlView::setAge(const QString& text)
{
    m_age->setText(text);
    m_age->setVisible(!text.isEmpty());
}

QString YamlView::text() const
{
    return m_text->toPlainText();
}

} // namespace cocoon::ui
