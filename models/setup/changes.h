// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/plan/change.h"
#include "services/kube/resource.h"

/// Makes changes of every kind the set-up needs, each with the command lines that do the same by hand.
namespace cocoon::setup {

plan::Change applyObject(const kube::Resource& resource, const QJsonObject& wanted, const QJsonValue& before, const QString& why);
plan::Change patchObject(const kube::Resource& resource, const QString& ns, const QString& name, const QJsonObject& patch,
    const QJsonValue& before, const QString& title, const QString& why);
plan::Change deleteObject(const kube::Resource& resource, const QString& ns, const QString& name, const QString& why);
plan::Change evictPod(const QString& ns, const QString& name, const QString& why);
plan::Change execInPod(const QString& ns, const QString& pod, const QString& container, const QStringList& command,
    const QString& key, const QString& title, const QString& why);
/// An operation of IBM Cloud: "vpc.createImage" …; `commands` are the ibmcloud lines.
plan::Change cloudChange(const QString& operation, const QString& key, const QString& name, const QJsonObject& args,
    const QJsonValue& body, const QString& title, const QString& why, const QStringList& commands);

/// What `live` has of the fields `wanted` names: beside it, only what would change differs. (Items of a list do not say what
/// kind they are; they are of the kind they are compared with.)
QJsonObject partOf(const QJsonObject& live, const QJsonObject& wanted);

/// "image.id" → "$IMAGE_ID"
QString shellVariable(const QString& reference);
/// One argument of a shell command: quoted when it has to be.
QString shellQuote(const QString& text);
/// The object as YAML for a shell here-document: references and secrets become "$NAME".
QString yamlForShell(const QJsonValue& object);

} // namespace cocoon::setup
