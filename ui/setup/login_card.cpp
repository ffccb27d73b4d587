// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/setup/login_card.h"

#include "ui/widgets/labels.h"

#include <algorithm>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

LoginCard::LoginCard(const Theme& theme, QWidget* parent)
    : Card(tr("IBM Cloud"), parent)
    , m_says(makeText({}, ""))
{
    setTone(u"accent"_s);
    content()->addWidget(m_says);
    QPushButton* logIn = makeButton(tr("Log in to IBM Cloud …"), "primary");
    logIn->setObjectName(u"connect.login"_s);
    setThemedIcon(logIn, theme, u"cloud"_s, u"onAccent"_s);
    connect(logIn, &QPushButton::clicked, this, &LoginCard::wanted);
    content()->addWidget(logIn, 0, Qt::AlignLeft);
    hide();
}

void LoginCard::refresh(const world::World& world, const QList<plan::Finding>& findings)
{
    const world::Answer me = world.answer(world::ask::me());
    const bool isRefused = me.state == world::Answer::State::Failed && me.error.code == Errc::Unauthorized;
    static const QStringList kWrongAccount { u"cluster-found"_s, u"cluster-unique"_s, u"same-cluster"_s };
    const bool isElsewhere = std::any_of(findings.begin(), findings.end(), [](const plan::Finding& finding) { return finding.severity == plan::Severity::Blocker && kWrongAccount.contains(finding.id); });
    m_says->setText(isRefused ? tr("The image, the credential and the VMs are made in your IBM Cloud account, and no login there is valid now. With one, the set-up can go on.")
                              : tr("The login and the cluster do not belong together. Log in to the account that owns the cluster, or choose the cluster anew."));
    setVisible(isRefused || isElsewhere);
}

} // namespace cocoon::ui
