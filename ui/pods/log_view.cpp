// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pods/log_view.h"

#include "models/words/words.h"
#include "ui/pods/text_tools.h"
#include "ui/widgets/labels.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QLocale>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QShortcut>
#include <QVBoxLayout>

#include <algorithm>
#include <iterator>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

namespace {
    constexpr int kMostLines = 20000;
    constexpr int kLeastLines = 8; ///< fewer are not read in
}

LogView::LogView(const Theme& theme, dashboard::ClusterReader& reader, QWidget* parent)
    : QWidget(parent)
    , m_reader(reader)
    , m_container(new QComboBox)
    , m_since(new QComboBox)
    , m_previous(new QCheckBox(tr("Before the restart")))
    , m_stamps(new QCheckBox(tr("Times")))
    , m_only(new QCheckBox(tr("Only matching lines")))
    , m_search(new QLineEdit)
    , m_hits(makeLabel({}, "small"))
    , m_says(makeText({}, "small"))
    , m_follows(makeLabel({}, "small"))
    , m_text(new QPlainTextEdit)
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(6);
    auto* bar = new QHBoxLayout;
    setSpokenPurpose(m_container, tr("Container"));
    m_search->setObjectName(u"log.search"_s);
    m_search->setPlaceholderText(tr("Find text or /expression/"));
    m_search->setAccessibleName(tr("Find in the log"));
    bar->setSpacing(8);
    m_since->setObjectName(u"log.since"_s);
    m_since->setAccessibleName(tr("Since when"));
    for (const auto& [name, seconds] : { std::pair { tr("Since: all"), 0 }, std::pair { tr("Since: 5 minutes"), 300 }, std::pair { tr("Since: 1 hour"), 3600 }, std::pair { tr("Since: 24 hours"), 86400 } }) {
        m_since->addItem(name, seconds);
    }
    m_previous->setObjectName(u"log.previous"_s);
    m_previous->hide();
    bar->addWidget(m_since, 1);
    bar->addWidget(m_stamps);
    column->addWidget(m_container);
    column->addLayout(bar);
    auto* switches = new QHBoxLayout;
    switches->setSpacing(12);
    m_stamps->setObjectName(u"log.stamps"_s);
    m_stamps->setToolTip(tr("When each line was written, as the kubelet noted it"));
    m_only->setObjectName(u"log.only"_s);
    m_only->hide();
    switches->addWidget(m_only);
    switches->addWidget(m_previous);
    switches->addStretch(1);
    auto* finding = new QHBoxLayout;
    finding->setSpacing(4);
    finding->addWidget(m_search, 1);
    finding->addWidget(m_hits);
    for (const bool backwards : { true, false }) {
        QPushButton* step = makeButton({}, "link");
        setThemedIcon(step, theme, backwards ? u"chevron-left"_s : u"chevron-right"_s);
        step->setAccessibleName(backwards ? tr("The one before") : tr("The next one"));
        step->setToolTip(step->accessibleName());
        finding->addWidget(step);
        connect(step, &QPushButton::clicked, this, [this, backwards] { find(backwards); });
    }
    column->addLayout(finding);
    column->addLayout(switches);
    m_text->setReadOnly(true);
    m_text->setProperty("kind", u"code"_s);
    m_text->setMaximumBlockCount(kMostLines);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_text->setTabChangesFocus(true);
    m_text->setAccessibleName(tr("Log"));
    const auto fit = [this, &theme] {
        m_text->setFont(theme.mono());
        m_text->setMinimumHeight(kLeastLines * QFontMetrics(theme.mono()).lineSpacing() + 2 * theme.px(5) + 12); // padding, margin and border
    };
    connect(&theme, &Theme::changed, m_text, fit);
    fit();
    column->addWidget(m_text, 1);
    m_tools = new TextTools(m_text);
    m_tools->row()->insertWidget(1, m_follows);
    m_says->hide();
    column->addWidget(m_says);
    column->addWidget(m_tools);
    connect(m_container, &QComboBox::activated, this, &LogView::open);
    connect(m_since, &QComboBox::activated, this, &LogView::open);
    connect(m_previous, &QCheckBox::toggled, this, &LogView::open);
    connect(m_stamps, &QCheckBox::toggled, this, &LogView::open);
    connect(m_only, &QCheckBox::toggled, this, &LogView::searched);
    connect(m_search, &QLineEdit::textChanged, this, &LogView::searched);
    connect(m_search, &QLineEdit::returnPressed, this, [this] { find(false); });
    auto* back = new QShortcut(Qt::SHIFT | Qt::Key_Return, m_search, this, [this] { find(true); });
    back->setContext(Qt::WidgetShortcut);
    connect(m_text->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (m_follower) {
            const bool isAtEnd = value == m_text->verticalScrollBar()->maximum();
            say(isAtEnd ? QString() : tr("Paused while you read. Press End to follow again."), isAtEnd);
        }
    });
}

void LogView::say(const QString& text, bool isFollowing)
{
    m_says->setText(text);
    m_says->setVisible(!text.isEmpty());
    m_follows->setText(isFollowing ? tr("Following.") : QString());
}

void LogView::show(const QString& ns, const QString& pod, const QStringList& containers)
{
    if (m_ns == ns && m_pod == pod && m_container->count() == containers.size()) {
        return;
    }
    m_ns = ns;
    m_pod = pod;
    m_container->clear();
    m_container->addItems(containers);
    m_container->setVisible(containers.size() > 1);
    m_tools->setFileName(pod + u".log"_s);
    m_isOpen = false;
    delete m_follower;
    m_lines.clear();
    m_text->clear();
    say({});
    if (m_isActive) {
        open();
    }
}

void LogView::setActive(bool isActive)
{
    m_isActive = isActive;
    if (isActive && !m_isOpen) {
        open();
    } else if (!isActive && m_isOpen) {
        delete m_follower;
        m_isOpen = false;
    }
}

void LogView::open()
{
    delete m_follower;
    m_lines.clear();
    m_text->clear();
    countHits();
    m_isOpen = true;
    if (m_pod.isEmpty() || m_container->count() == 0) {
        say(tr("No container has been started yet."));
        m_isOpen = false;
        return;
    }
    say(tr("Reading the log …"));
    kube::LogOptions options;
    options.container = m_container->currentText();
    options.previous = m_previous->isChecked();
    options.timestamps = m_stamps->isChecked();
    if (const int seconds = m_since->currentData().toInt(); seconds > 0) {
        options.sinceTime = QDateTime::currentDateTimeUtc().addSecs(-seconds).toString(Qt::ISODate);
    }
    m_follower = m_reader.followLog(m_ns, m_pod, options, this);
    connect(m_follower, &dashboard::LogFollower::opened, this, &LogView::sayOpen);
    connect(m_follower, &dashboard::LogFollower::lines, this, &LogView::take);
    connect(m_follower, &dashboard::LogFollower::ended, this, [this](const Error& error) {
        const bool isClean = error.code == Errc::Cancelled;
        // An empty log is what a guest that denies reading looks like (its agent policy), so it is said.
        say(!isClean                        ? words::explain(error).text()
                : m_lines.isEmpty()             ? tr("The log is empty. From operator 1.11 on the guest's policy may deny reading it.")
                                                : tr("The log has ended."));
        m_text->setPlaceholderText({});
        m_follower = nullptr;
    });
}

void LogView::sayOpen()
{
    m_text->setPlaceholderText(tr("Nothing is written yet."));
    say({}, !m_previous->isChecked());
}

void LogView::setRestarts(int restarts)
{
    m_previous->setVisible(restarts > 0);
    if (restarts == 0) {
        m_previous->setChecked(false);
    }
}

QString LogView::shown(const QStringList& lines) const
{
    if (!m_isNarrow) {
        return lines.join(u'\n');
    }
    QStringList some;
    std::copy_if(lines.begin(), lines.end(), std::back_inserter(some), [this](const QString& line) { return m_filter.matches(line); });
    return some.join(u'\n');
}

void LogView::take(const QStringList& lines)
{
    QStringList plain;
    for (const QString& line : lines) {
        plain.append(dashboard::withoutEscapes(line));
        m_found += m_filter.count(plain.constLast());
    }
    m_lines += plain;
    if (m_lines.size() > kMostLines) {
        m_lines.remove(0, m_lines.size() - kMostLines);
    }
    const QScrollBar* bar = m_text->verticalScrollBar();
    const bool follows = bar->value() == bar->maximum();
    if (const QString text = shown(plain); !text.isEmpty() || !m_isNarrow) {
        m_text->appendPlainText(text);
    }
    sayPosition();
    if (follows) {
        m_text->verticalScrollBar()->setValue(m_text->verticalScrollBar()->maximum());
        say({}, !m_previous->isChecked());
    }
}

/// Other words, or other lines: what is shown is made anew.
void LogView::searched()
{
    const bool wasNarrow = m_isNarrow;
    m_filter = dashboard::LogFilter(m_search->text());
    m_only->setVisible(!m_filter.isEmpty());
    m_isNarrow = m_only->isChecked() && !m_filter.isEmpty();
    if (wasNarrow || m_isNarrow) {
        m_text->setPlainText(shown(m_lines));
        m_text->verticalScrollBar()->setValue(m_text->verticalScrollBar()->maximum());
    }
    countHits();
    if (!m_filter.error().isEmpty()) {
        say(tr("This is no expression: %1.").arg(m_filter.error()), !m_follows->text().isEmpty());
    }
}

void LogView::countHits()
{
    m_found = 0;
    for (const QString& line : std::as_const(m_lines)) {
        m_found += m_filter.count(line);
    }
    sayPosition();
}

void LogView::sayPosition()
{
    if (m_filter.isEmpty()) {
        m_hits->clear();
        return;
    }
    // What is selected is the one somebody stands on, when it is one.
    const QTextCursor cursor = m_text->textCursor();
    int at = 0;
    if (cursor.hasSelection() && m_filter.matches(cursor.selectedText())) {
        const QStringList before = m_text->toPlainText().left(cursor.selectionEnd()).split(u'\n');
        for (const QString& line : before) {
            at += m_filter.count(line);
        }
    }
    m_hits->setText(at > 0 ? tr("%1 of %2").arg(QLocale().toString(at), QLocale().toString(m_found)) : QLocale().toString(m_found));
    m_hits->setToolTip(tr("Found so often"));
}

void LogView::find(bool backwards)
{
    if (m_filter.isEmpty() || !m_filter.error().isEmpty()) {
        return;
    }
    QTextDocument::FindFlags flags;
    flags.setFlag(QTextDocument::FindBackward, backwards);
    if (!m_text->find(m_filter.expression(), flags)) {
        m_text->moveCursor(backwards ? QTextCursor::End : QTextCursor::Start);
        const bool isThere = m_text->find(m_filter.expression(), flags);
        say(isThere ? tr("Found again from the other end.") : tr("Not in the log."), !m_follows->text().isEmpty());
    }
    sayPosition();
}

QString LogView::text() const
{
    return m_text->toPlainText();
}

} // namespace cocoon::ui
