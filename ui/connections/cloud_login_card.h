// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/words/words.h"
#include "ui/shell/program.h"
#include "ui/widgets/card.h"

#include <QPointer>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace cocoon::ui {

class ElidedLabel;

/// The way to IBM Cloud: an API key or a one-time passcode, the account where there are several, and then the cluster from a
/// list. Or, for a connection of the list whose key is not at hand, just the login; for a kubeconfig also its cluster, where its
/// workers do not say which one it is.
class CloudLoginCard : public Card {
    Q_OBJECT
public:
    explicit CloudLoginCard(Program& program, QWidget* parent = nullptr);
    /// Asks anew; `connection` is what is to be opened afterwards, if that is known already.
    void ask(const KnownConnection& connection = {});
    /// Asks anew, for the clusters of this account.
    void askFor(const CloudAccount& account);

Q_SIGNALS:
    void busy(const QString& what); ///< "" = no longer
    void failed(const cocoon::Error& error);
    void refused(const cocoon::words::Explanation& why); ///< it worked, and leads nowhere
    void listed(); ///< there is something to choose from
    void openWanted(const cocoon::ui::ClusterChoice& cluster, bool isKept);
    void knownWanted(const QString& id);

private:
    bool isForKubeconfig() const { return !m_wanted.id.isEmpty() && m_wanted.kind == KnownConnection::Kind::Kubeconfig; }
    void logIn();
    void take(Job<CloudAnswer>* answer);
    void fold(bool isFolded); ///< the form, once a login is there
    void showAccounts(const QList<CloudAccount>& accounts);
    void showClusters(const CloudAnswer& answer);
    void judge(const QString& cluster, const QString& unsuitable);
    QString whoseItIs(const CloudAnswer& answer) const;
    Program& m_program;
    KnownConnection m_wanted;
    CloudAccount m_account; ///< the one that is meant, where that is known already
    QWidget* m_form;
    QPushButton* m_again;
    QLabel* m_says;
    QComboBox* m_kind;
    QLineEdit* m_key;
    QPushButton* m_logIn;
    QCheckBox* m_keepKey;
    QCheckBox* m_keep;
    QWidget* m_choices;
    struct Row {
        ClusterChoice cluster;
        QPointer<QLabel> facts;
        QPointer<QPushButton> open;
    };
    QList<Row> m_rows;
};

} // namespace cocoon::ui
