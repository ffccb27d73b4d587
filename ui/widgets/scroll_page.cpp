// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/scroll_page.h"

#include "ui/theme/theme.h"

#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace cocoon::ui {

namespace {
    constexpr int kBar = 11; ///< as resources/theme/window.qss has it

    /// Its page is as wide with a scroll bar as without, and fades where it goes on below.
    class PageArea : public QScrollArea {
    public:
        PageArea()
            : m_fold(new QFrame(this))
        {
            m_fold->setObjectName(QStringLiteral("fold"));
            m_fold->setAttribute(Qt::WA_TransparentForMouseEvents);
            m_fold->hide();
            QScrollBar* bar = verticalScrollBar();
            connect(bar, &QScrollBar::rangeChanged, this, [this] { fit(); });
            connect(bar, &QScrollBar::valueChanged, this, [this] { fit(); });
        }

    protected:
        void resizeEvent(QResizeEvent* event) override
        {
            QScrollArea::resizeEvent(event);
            fit();
        }

    private:
        void fit()
        {
            QScrollBar* bar = verticalScrollBar();
            bar->setEnabled(bar->maximum() > 0); // always there, so that no edge moves; seen only when there is something to scroll
            const int inMargin = qMin(bar->sizeHint().width(), widget() != nullptr && widget()->layout() != nullptr ? widget()->layout()->contentsMargins().right() : 0);
            if (inMargin != m_inMargin) { // the bar stands in the page's own margin, so that cards end where the header does
                m_inMargin = inMargin;
                setViewportMargins(0, 0, -inMargin, 0);
            }
            m_fold->setVisible(bar->value() < bar->maximum());
            const int high = fontMetrics().height() * 3 / 4;
            m_fold->setGeometry(0, height() - high, width() - bar->width(), high);
            m_fold->raise();
        }
        QFrame* m_fold;
        int m_inMargin = 0;
    };
}

QWidget* makeScrollPage(QWidget* place)
{
    auto* all = new QVBoxLayout(place);
    all->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new PageArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
    scroll->setFocusPolicy(Qt::NoFocus);
    all->addWidget(scroll);
    auto* page = new QWidget;
    page->setObjectName(QStringLiteral("page"));
    scroll->setWidget(page);
    return page;
}

void leaveRoomForBar(const Theme& theme, QLayout* layout)
{
    const int before = layout->contentsMargins().right();
    const auto fit = [&theme, layout, before] {
        QMargins margins = layout->contentsMargins();
        margins.setRight(before + theme.px(kBar));
        layout->setContentsMargins(margins);
    };
    QObject::connect(&theme, &Theme::changed, layout, fit);
    fit();
}

void bringIntoView(QWidget* part)
{
    for (QWidget* up = part->parentWidget(); up != nullptr; up = up->parentWidget()) {
        if (auto* area = qobject_cast<QScrollArea*>(up)) {
            area->ensureWidgetVisible(part, 0, 0);
            return;
        }
    }
}

} // namespace cocoon::ui
