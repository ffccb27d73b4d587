// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/header.h"

#include "models/dashboard/age.h"
#include "models/setup/look.h"
#include "models/setup/rights.h"
#include "models/words/words.h"
#include "services/base/json.h"
#include "services/coco/facts.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

Header::Header(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_cluster(new QToolButton)
    , m_menu(new QMenu(this))
    , m_accounts(new QMenu(this))
    , m_kind(new Chip(theme))
    , m_guard(new Chip(theme))
    , m_looking(new Chip(theme))
    , m_search(new QToolButton)
    , m_truth(new QToolButton)
{
    setObjectName(u"header"_s);
    setAttribute(Qt::WA_StyledBackground);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(20, 0, 20, 0);
    row->setSpacing(16);
    m_cluster->setProperty("kind", u"picker"_s);
    m_cluster->setObjectName(u"header.cluster"_s);
    m_cluster->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_cluster->setPopupMode(QToolButton::InstantPopup);
    m_cluster->setMenu(m_menu);
    row->addWidget(m_cluster);
    row->addWidget(m_kind);
    row->addWidget(m_guard);
    row->addWidget(m_looking);
    m_account = addPair(accountPicker());
    m_region = addPair(makeLabel(tr("Region"), "label"));
    m_user = addPair(makeLabel(tr("You"), "label"));
    for (const Pair& pair : { m_account, m_region, m_user }) {
        row->addWidget(pair.box);
    }
    m_search->setProperty("kind", u"search"_s);
    m_search->setObjectName(u"header.search"_s);
    m_search->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_search->setText(u" "_s + tr("Search or run …   Ctrl+K"));
    setSpokenName(m_search, tr("Search or run a command"));
    connect(m_search, &QToolButton::clicked, this, &Header::paletteWanted);
    row->addWidget(m_search);
    row->addStretch(1);
    m_truth->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_truth->setObjectName(u"header.truth"_s);
    connect(m_truth, &QToolButton::clicked, this, &Header::lookAgainWanted);
    row->addWidget(m_truth);
    m_second.setInterval(1000);
    connect(&m_second, &QTimer::timeout, this, &Header::refreshTruth); // nothing else changes by time alone
    connect(&theme, &Theme::changed, this, &Header::restyle);
    restyle();
}

/// The word above the account opens what the login reaches.
QPushButton* Header::accountPicker()
{
    auto* picker = new QPushButton;
    picker->setObjectName(u"header.account"_s);
    picker->setProperty("kind", u"label"_s);
    picker->setText(tr("Account") + u" ▾"_s);
    setSpokenName(picker, tr("Account, switch"));
    picker->setMenu(m_accounts);
    connect(m_accounts, &QMenu::aboutToShow, this, &Header::fillAccounts);
    return picker;
}

/// A key belongs to one account, and so does a connection: another account is a login of its own.
void Header::fillAccounts()
{
    m_accounts->clear();
    if (m_desk == nullptr) {
        return;
    }
    world::Asker asker(m_desk->world());
    const QString mine = str(asker.object(world::ask::me()), { u"accountId" });
    for (const QJsonObject& account : asker.objects(world::ask::accounts())) {
        const QString id = str(account, { u"id" });
        QAction* entry = m_accounts->addAction(tr("%1 (%2)").arg(str(account, { u"name" }), id.left(8)), this, [this, account = CloudAccount { id, str(account, { u"name" }) }] { Q_EMIT accountWanted(account); });
        entry->setCheckable(true);
        entry->setChecked(id == mine);
        entry->setEnabled(id != mine && !m_facts.isSandbox);
    }
    setup::Look look(asker, m_desk->intent(), coco::Facts::builtIn());
    const QString group = str(look.cluster(), { u"resourceGroupName" });
    if (!group.isEmpty()) { // nothing to switch, and people look for it here
        m_accounts->addAction(tr("Resource group %1: goes with the cluster").arg(group))->setEnabled(false);
    }
    m_accounts->addSeparator();
    QAction* other = m_accounts->addAction(mine.isEmpty() ? tr("Log in to IBM Cloud …") : tr("Log in to another account …"), this, &Header::loginWanted);
    other->setEnabled(!m_facts.isSandbox);
}

QString Header::accountName(const QString& id) const
{
    world::Asker asker(m_desk->world());
    for (const QJsonObject& account : asker.objects(world::ask::accounts())) {
        if (str(account, { u"id" }) == id) {
            return str(account, { u"name" });
        }
    }
    return {};
}

Header::Pair Header::addPair(QWidget* name)
{
    auto* box = new QWidget;
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto* value = new ElidedLabel("strong");
    column->addStretch();
    column->addWidget(name, 0, Qt::AlignLeft);
    column->addWidget(value);
    column->addStretch();
    return { box, name, value };
}

void Header::restyle()
{
    setFixedHeight(m_theme.px(52));
    m_cluster->setIcon(m_theme.icon(u"nodes"_s));
    m_search->setIcon(m_theme.icon(u"search"_s, u"text3"_s));
    m_search->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_searchWhole = m_search->sizeHint().width();
    m_search->setToolButtonStyle(Qt::ToolButtonIconOnly);
    m_searchIcon = m_search->sizeHint().width();
    fit();
    refresh();
}

void Header::setDesk(setup::Desk* desk, const ConnectionFacts& facts)
{
    m_desk = desk;
    m_facts = facts;
    if (desk != nullptr) {
        connect(desk, &setup::Desk::assessed, this, &Header::refresh);
        m_second.start();
    } else {
        m_second.stop();
    }
    refresh();
}

void Header::setProtected(bool isProtected)
{
    m_facts.isProtected = isProtected;
    refresh();
}

void Header::refresh()
{
    const bool isOpen = m_desk != nullptr;
    m_cluster->setText(u" "_s + (isOpen ? m_facts.name : tr("Not connected")) + u"  ▾"_s);
    setSpokenName(m_cluster, isOpen ? tr("Cluster %1, connections").arg(m_facts.name) : tr("Connections"));
    m_kind->show(m_facts.isInsecure ? items::Mark::Warning : items::Mark::Info, !isOpen ? QString() : m_facts.isInsecure ? tr("TLS not checked") : m_facts.isSandbox ? tr("Sandbox") : QString());
    m_guard->show(items::Mark::Warning, isOpen && m_facts.isProtected ? tr("Protected") : QString());
    m_guard->setToolTip(tr("What disturbs running things asks for the cluster's name first."));
    const setup::Rights rights = isOpen ? setup::rightsOf(m_desk->world()) : setup::Rights();
    m_looking->show(items::Mark::Warning, rights.isLookingOnly ? tr("Looking only") : QString());
    m_looking->setToolTip(rights.missing.isEmpty() ? QString() : tr("The right to %1 is missing.").arg(rights.missing.first().text()));
    for (const Pair& pair : { m_account, m_region, m_user }) {
        pair.value->setVisible(isOpen);
        pair.name->setVisible(isOpen);
    }
    m_truth->setVisible(isOpen);
    if (!isOpen) {
        m_cluster->setToolTip({});
        setSpokenDescription(m_cluster, {});
        return;
    }
    world::Asker asker(m_desk->world());
    setup::Look look(asker, m_desk->intent(), coco::Facts::builtIn());
    const QJsonObject me = asker.object(world::ask::me());
    const QJsonObject cluster = look.cluster();
    const QString group = str(cluster, { u"resourceGroupName" });
    const QString account = str(me, { u"accountId" });
    if (!account.isEmpty()) {
        m_desk->want(u"header"_s, { world::ask::accounts() });
    }
    const QString called = account.isEmpty() ? QString() : accountName(account);
    const QString shown = called.isEmpty() ? account.left(group.isEmpty() ? 12 : 8) : called;
    m_account.value->setFullText(account.isEmpty() ? tr("none") : group.isEmpty() ? shown : tr("%1 · %2").arg(shown, group));
    m_region.value->setFullText(look.region().isEmpty() ? u"–"_s : look.region());
    const QJsonObject connection = asker.object(world::ask::connection());
    const QString email = str(me, { u"email" });
    const QString kubeUser = str(connection, { u"user" });
    m_user.value->setFullText(email.isEmpty() ? kubeUser.section(u'/', 0, 0) : email);
    // Where there is no room for them they are not shown; here they always stand, and in full.
    const QList<std::pair<QString, QString>> all { { tr("Cluster"), str(cluster, { u"id" }).isEmpty() ? m_facts.name : tr("%1 (%2)").arg(m_facts.name, str(cluster, { u"id" })) },
        { tr("Server"), str(connection, { u"server" }) }, { tr("Account"), account.isEmpty() ? tr("none") : called.isEmpty() ? account : tr("%1 (%2)").arg(called, account) }, { tr("Resource group"), group }, { tr("Region"), look.region() },
        { tr("You in IBM Cloud"), email.isEmpty() ? str(me, { u"name" }) : email }, { tr("You in the cluster"), kubeUser } };
    QStringList lines;
    for (const auto& [name, value] : all) {
        if (!value.isEmpty()) {
            lines.append(tr("%1: %2").arg(name, value));
        }
    }
    if (const QString tip = lines.join(u'\n'); m_cluster->toolTip() != tip) {
        m_cluster->setToolTip(tip);
    }
    setSpokenDescription(m_cluster, lines.join(u"; "_s));
    for (const Pair& pair : { m_account, m_region, m_user }) {
        pair.value->setToolTip(m_cluster->toolTip());
    }

    refreshTruth();
    fit();
}

QString staleText(milliseconds age)
{
    return age < milliseconds(1000) ? Header::tr("Stale · just now") : Header::tr("Stale · %1 old").arg(dashboard::durationText(age));
}

void Header::refreshTruth()
{
    if (m_desk == nullptr) {
        return;
    }
    const setup::Desk::Truth truth = m_desk->truth();
    using State = setup::Desk::Truth::State;
    QString says;
    QString tone;
    QString tip;
    switch (truth.state) {
    case State::Live:
        says = tr("Live");
        tone = u"ok"_s;
        tip = tr("Watched: what changes is shown at once. Click to ask everything again.");
        break;
    case State::Opening:
        says = tr("Connecting …");
        tone = u"progress"_s;
        break;
    case State::Stale:
        says = staleText(milliseconds(truth.since.msecsTo(QDateTime::currentDateTimeUtc())));
        tone = u"warn"_s;
        tip = words::explain(truth.error).text();
        break;
    case State::Lost:
        says = tr("Not reachable");
        tone = u"error"_s;
        tip = words::explain(truth.error).text();
        break;
    }
    if (m_truth->toolTip() != tip) {
        m_truth->setToolTip(tip);
    }
    // A style sheet that is set again, new or not, makes Qt work out the whole widget anew.
    const QString style = u"color: %1; font-size: %2px; font-weight: 500;"_s.arg(m_theme.color(tone).name()).arg(m_theme.px(12));
    if (m_truth->styleSheet() != style) {
        m_truth->setStyleSheet(style);
        m_truth->setIcon(QIcon(m_theme.pixmap(tone, m_theme.color(tone), 14)));
    }
    if (m_truth->text() != says) {
        m_truth->setText(says);
        setSpokenName(m_truth, says);
        fit();
    }
}

void Header::fit()
{
    // What has no room goes, in the order of how seldom it is looked at; words are longer in some languages.
    int room = width() - 40;
    const auto take = [&room, this](const QWidget* widget) { room -= widget->sizeHint().width() + layout()->spacing(); };
    take(m_cluster);
    if (m_desk != nullptr) {
        take(m_truth);
    }
    // Where one is and as whom comes before the words of the search, whose icon always stays.
    room -= m_searchIcon + layout()->spacing();
    int chips = 0;
    for (const Chip* chip : { m_kind, m_guard, m_looking }) {
        chips += chip->isHidden() ? 0 : Chip::sizeFor(m_theme, chip->word()).width() + layout()->spacing();
    }
    const bool isTight = chips > room;
    for (Chip* chip : { m_kind, m_guard, m_looking }) {
        chip->setBrief(isTight);
        if (!chip->isHidden()) {
            take(chip);
        }
    }
    int whole = 0; // what they would like to have: with less they are elided
    for (const Pair& pair : { m_user, m_account, m_region }) {
        const int least = qMin(pair.box->sizeHint().width(), qMax(m_theme.px(64), pair.name->sizeHint().width())) + layout()->spacing();
        const bool fits = m_desk != nullptr && room >= least;
        pair.box->setVisible(fits);
        room -= fits ? least : 0;
        whole += fits ? pair.box->sizeHint().width() + layout()->spacing() - least : 0;
    }
    room -= whole;
    m_search->setToolButtonStyle(room < m_searchWhole - m_searchIcon ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
}

void Header::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fit();
}

} // namespace cocoon::ui
