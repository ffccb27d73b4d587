// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/code_view.h"

#include <QAbstractTextDocumentLayout>
#include <QSyntaxHighlighter>

namespace cocoon::ui {

namespace {
    class Colours : public QSyntaxHighlighter {
    public:
        Colours(const Theme& theme, QTextDocument* document)
            : QSyntaxHighlighter(document)
            , m_theme(theme)
        {
            setObjectName(QStringLiteral("colours"));
        }
        void setDifference(bool isDifference) { m_isDifference = isDifference; }

    protected:
        void highlightBlock(const QString& text) override
        {
            if (m_isDifference && text.startsWith(u'+')) {
                setFormat(0, static_cast<int>(text.size()), m_theme.color(QStringLiteral("added")));
            } else if (m_isDifference && text.startsWith(u'-')) {
                setFormat(0, static_cast<int>(text.size()), m_theme.color(QStringLiteral("removed")));
            } else if (text.startsWith(u'#') || (m_isDifference && text.startsWith(u' '))) {
                setFormat(0, static_cast<int>(text.size()), m_theme.color(QStringLiteral("text2")));
            }
        }

    private:
        const Theme& m_theme;
        bool m_isDifference = false;
    };
}

CodeView::CodeView(const Theme& theme, QWidget* parent)
    : QPlainTextEdit(parent)
    , m_theme(theme)
{
    setProperty("kind", QStringLiteral("code"));
    setReadOnly(true);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setTabChangesFocus(true);
    setLineWrapMode(WidgetWidth);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    auto* colours = new Colours(theme, document());
    connect(&theme, &Theme::changed, this, [this, colours] {
        colours->rehighlight();
        layOut();
    });
    connect(document()->documentLayout(), &QAbstractTextDocumentLayout::documentSizeChanged, this, &CodeView::layOut);
}

void CodeView::showText(const QString& text)
{
    if (toPlainText() != text) {
        static_cast<Colours*>(document()->findChild<QSyntaxHighlighter*>(QStringLiteral("colours")))->setDifference(false);
        setPlainText(text);
    }
}

void CodeView::showDifference(const QStringList& lines)
{
    const QString text = lines.join(u'\n');
    if (toPlainText() != text) {
        static_cast<Colours*>(document()->findChild<QSyntaxHighlighter*>(QStringLiteral("colours")))->setDifference(true);
        setPlainText(text);
    }
}

void CodeView::setMostLines(int lines)
{
    m_mostLines = lines;
    layOut();
}

/// The document is told its new width without saying that it has become longer.
void CodeView::resizeEvent(QResizeEvent* event)
{
    QPlainTextEdit::resizeEvent(event);
    QMetaObject::invokeMethod(this, &CodeView::layOut, Qt::QueuedConnection);
}

void CodeView::layOut()
{
    // The document's height counts lines, wrapped ones too.
    const int all = static_cast<int>(document()->size().height());
    const int lines = qBound(2, all, m_mostLines);
    const int margins = static_cast<int>(2 * document()->documentMargin()) + m_theme.px(16);
    setVerticalScrollBarPolicy(all > m_mostLines ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    setFixedHeight(lines * QFontMetrics(font()).lineSpacing() + margins);
}

} // namespace cocoon::ui
