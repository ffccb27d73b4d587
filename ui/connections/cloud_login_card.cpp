// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/connections/cloud_login_card.h"

#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QTimer>

#include <algorithm>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

CloudLoginCard::CloudLoginCard(Program& program, QWidget* parent)
    : Card(tr("IBM Cloud"), parent)
    , m_program(program)
    , m_form(new QWidget)
    , m_again(makeButton(tr("Log in with another credential"), "small"))
    , m_says(makeText({}, "muted"))
    , m_kind(new QComboBox)
    , m_key(new QLineEdit)
    , m_logIn(makeButton({}, "primary"))
    , m_keepKey(new QCheckBox(tr("Keep the API key in the keyring")))
    , m_keep(new QCheckBox(tr("Keep this connection on the list")))
    , m_choices(new QWidget)
{
    m_again->setObjectName(u"login.again"_s);
    addAction(m_again);
    connect(m_again, &QPushButton::clicked, this, [this] {
        fold(false);
        m_key->setFocus(Qt::OtherFocusReason);
    });
    auto* form = new QVBoxLayout(m_form);
    form->setContentsMargins(0, 0, 0, 0);
    content()->addWidget(m_form);
    form->addWidget(m_says);
    auto* row = new FlowLayout;
    m_kind->addItems({ tr("API key"), tr("One-time passcode") });
    m_kind->setObjectName(u"login.kind"_s);
    setSpokenPurpose(m_kind, tr("Kind of login"));
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setObjectName(u"login.key"_s);
    m_key->setProperty("kind", u"secret"_s);
    m_key->setAccessibleName(tr("API key or passcode"));
    m_key->setPlaceholderText(tr("Paste it here"));
    m_logIn->setObjectName(u"login.go"_s);
    row->addWidget(m_kind);
    row->addWidget(m_key);
    row->addWidget(m_logIn);
    form->addLayout(row);
    QLabel* where = makeText(tr("A passcode comes from iam.cloud.ibm.com/identity/passcode, works once and lasts a few minutes."), "small");
    form->addWidget(where);
    m_keepKey->setObjectName(u"login.keepKey"_s);
    m_keepKey->setChecked(true);
    form->addWidget(m_keepKey);
    m_keep->setChecked(true);
    content()->addWidget(m_keep); // it counts for what is chosen below
    auto* column = new QVBoxLayout(m_choices);
    column->setContentsMargins(0, 8, 0, 0);
    content()->addWidget(m_choices);
    const auto fit = [this, where] {
        const bool isPasscode = m_kind->currentIndex() == 1;
        where->setVisible(isPasscode);
        m_keepKey->setVisible(!isPasscode && m_program.hasKeyring());
    };
    connect(m_kind, &QComboBox::currentIndexChanged, this, fit);
    connect(m_logIn, &QPushButton::clicked, this, &CloudLoginCard::logIn);
    connect(&m_program, &Program::clusterJudged, this, &CloudLoginCard::judge);
    connect(m_key, &QLineEdit::returnPressed, this, &CloudLoginCard::logIn);
    fit();
    ask();
}

namespace {
    void clear(QWidget* holder)
    {
        while (QLayoutItem* item = holder->layout()->takeAt(0)) {
            if (item->widget() != nullptr) {
                item->widget()->hide();
                item->widget()->deleteLater(); // it may be what was pressed
            }
            delete item;
        }
    }

    struct Choice {
        QLabel* facts;
        QPushButton* open;
    };

    Choice addChoice(QWidget* holder, const QString& name, const QString& facts, const QString& word, const char* kind)
    {
        auto* row = new QWidget;
        auto* line = new QHBoxLayout(row);
        line->setContentsMargins(0, 2, 0, 2);
        auto* title = new ElidedLabel("section");
        title->setFullText(name);
        QLabel* detail = makeText(facts, "muted"); // why a cluster does not suit has to be read to its end
        QPushButton* open = makeButton(word, kind);
        auto* says = new QVBoxLayout;
        says->setSpacing(2);
        says->addWidget(title);
        says->addWidget(detail);
        line->addLayout(says, 1);
        line->addWidget(open);
        holder->layout()->addWidget(row);
        return { detail, open };
    }
}

void CloudLoginCard::ask(const KnownConnection& connection)
{
    m_wanted = connection;
    m_account = {};
    clear(m_choices);
    fold(false);
    const bool isForOne = !connection.id.isEmpty();
    const QString where = tr("What you type goes to IBM Cloud's IAM only. Secrets are kept in %1.").arg(m_program.keyringState());
    m_says->setText(!isForOne   ? where
            : isForKubeconfig() ? tr("Log in to the account that the cluster of \"%1\" belongs to; the way to the cluster itself stays your kubeconfig's. %2").arg(connection.name, where)
            : connection.isOpen ? tr("Log in to \"%1\" with another credential. %2").arg(connection.name, where)
                                : tr("\"%1\" needs a login: its key is not in the keyring. What you type goes to IBM Cloud's IAM only.").arg(connection.name));
    m_logIn->setText(isForOne ? tr("Log in and connect") : tr("Log in and list clusters"));
    m_keep->setVisible(!isForOne);
    m_key->setFocus(Qt::OtherFocusReason);
}

void CloudLoginCard::askFor(const CloudAccount& account)
{
    ask();
    m_account = account;
    m_says->setText(tr("Log in to account %1: with an API key of that account, or with a passcode. Its clusters are listed then; the open connection stays until one of them is opened.").arg(account.name));
}

void CloudLoginCard::fold(bool isFolded)
{
    m_form->setVisible(!isFolded);
    m_again->setVisible(isFolded);
    if (!isFolded) {
        return;
    }
    QTimer::singleShot(0, this, [this] { // what is not shown yet takes no focus
        const QList<QPushButton*> choices = m_choices->findChildren<QPushButton*>();
        const auto first = std::find_if(choices.begin(), choices.end(), [](const QPushButton* choice) { return choice->isVisible(); });
        if (first != choices.end()) {
            (*first)->setFocus(Qt::OtherFocusReason);
        }
    });
}

void CloudLoginCard::logIn()
{
    if (m_key->text().isEmpty()) {
        Q_EMIT failed({ Errc::Invalid, tr("Nothing was typed: paste an API key, or a one-time passcode from your IBM Cloud account."), {} });
        m_key->setFocus();
        return;
    }
    CloudLogin login;
    (m_kind->currentIndex() == 0 ? login.apiKey : login.passcode) = Secret(m_key->text().trimmed().toUtf8());
    login.connection = m_wanted.id;
    login.isKept = m_keepKey->isChecked();
    take(m_program.logIn(login));
}

void CloudLoginCard::take(Job<CloudAnswer>* answer)
{
    m_logIn->setEnabled(false);
    Q_EMIT busy(tr("Logging in to IBM Cloud …"));
    answer->then(this, [this](const Result<CloudAnswer>& said) {
        m_logIn->setEnabled(true);
        Q_EMIT busy({});
        if (!said) {
            Q_EMIT failed(said.error());
            return;
        }
        m_key->clear();
        const auto isMeant = [this](const CloudAccount& account) { return account.id == m_account.id; };
        if (std::any_of(said->accounts.begin(), said->accounts.end(), isMeant)) {
            take(m_program.chooseAccount(m_account.id));
        } else if (!said->accounts.isEmpty()) {
            showAccounts(said->accounts);
        } else {
            showClusters(*said);
        }
    });
}

void CloudLoginCard::showAccounts(const QList<CloudAccount>& accounts)
{
    clear(m_choices);
    m_choices->layout()->addWidget(makeText(tr("Your login reaches %n account(s). Which one?", nullptr, static_cast<int>(accounts.size())), "section"));
    for (const CloudAccount& account : accounts) {
        QPushButton* choose = addChoice(m_choices, account.name, account.id, tr("Use it"), "").open;
        choose->setObjectName(u"login.account"_s);
        choose->setAccessibleName(tr("Use account %1").arg(account.name));
        connect(choose, &QPushButton::clicked, this, [this, id = account.id] { take(m_program.chooseAccount(id)); });
    }
    fold(true);
    Q_EMIT listed();
}

void CloudLoginCard::showClusters(const CloudAnswer& answer)
{
    const QList<ClusterChoice>& clusters = answer.clusters;
    clear(m_choices);
    m_rows.clear();
    if (clusters.isEmpty()) {
        m_choices->layout()->addWidget(makeText(tr("This account has no OpenShift cluster in a VPC. Create one first (IBM Cloud console, Containers, Clusters)."), "muted"));
    }
    const bool isForOne = !m_wanted.id.isEmpty();
    for (const ClusterChoice& cluster : clusters) {
        if (isForOne && cluster.id == answer.meant) {
            isForKubeconfig() ? Q_EMIT openWanted(cluster, true) : Q_EMIT knownWanted(m_wanted.id);
            return;
        }
    }
    if (!clusters.isEmpty()) {
        const bool isWhich = isForKubeconfig() && answer.meant.isEmpty();
        m_choices->layout()->addWidget(makeText(isWhich ? tr("Which of them does %1 lead to? The choice is remembered, and compared with the workers.").arg(m_wanted.name) : tr("Choose the cluster"), "section"));
    }
    for (const ClusterChoice& cluster : clusters) {
        const QString facts = tr("%1 · OpenShift %2 · %3 · %n worker(s)", nullptr, cluster.workers).arg(cluster.region, cluster.version, cluster.state);
        const auto [detail, open] = addChoice(m_choices, cluster.name, facts, tr("Connect"), "primary");
        m_rows.append({ cluster, detail, open });
        judge(cluster.id, cluster.unsuitable);
        open->setObjectName(u"login.cluster"_s);
        open->setAccessibleName(tr("Connect to cluster %1").arg(cluster.name));
        connect(open, &QPushButton::clicked, this, [this, cluster] { Q_EMIT openWanted(cluster, m_keep->isChecked()); });
    }
    fold(!clusters.isEmpty());
    Q_EMIT listed();
    if (!m_account.id.isEmpty() && m_account.id != answer.account) {
        Q_EMIT refused({ tr("log in to account %1").arg(m_account.name), tr("This login belongs to another account (%1), whose clusters are listed.").arg(answer.account),
            tr("Use an API key of account %1, or a passcode.").arg(m_account.id) });
    }
    if (isForOne && !answer.meant.isEmpty()) {
        Q_EMIT refused({ tr("find the cluster of \"%1\" in the account").arg(m_wanted.name),
            tr("The cluster of %1 is not among those of this account (%2).").arg(m_wanted.name, answer.account), whoseItIs(answer) });
    }
}

QString CloudLoginCard::whoseItIs(const CloudAnswer& answer) const
{
    if (m_wanted.account.isEmpty()) {
        return tr("Log in with the account that owns the cluster %1; if it was removed, choose one of those below.").arg(answer.meant);
    }
    return m_wanted.account == answer.account ? tr("The connection was made with this account, so the cluster %1 was probably removed: choose one of those below.").arg(answer.meant)
                                              : tr("Log in with account %1, which owns the cluster %2.").arg(m_wanted.account, answer.meant);
}

/// What the workers say comes after the list, row by row; the rows stay where they are.
void CloudLoginCard::judge(const QString& cluster, const QString& unsuitable)
{
    for (const Row& row : std::as_const(m_rows)) {
        if (row.cluster.id == cluster && row.facts && row.open && !unsuitable.isEmpty()) {
            row.facts->setText(tr("%1 · not suitable: %2").arg(row.cluster.region, unsuitable));
            row.open->setText(tr("Connect anyway …"));
            setStyled(row.open, "kind", {});
        }
    }
}

} // namespace cocoon::ui
